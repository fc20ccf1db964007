// Plays a pattern on two lights and a buzzer, as far as the board has them.
import { GREEN_LIGHT, type Pattern, RED_LIGHT } from '../core/patterns.ts';
import { type Board, NONE } from './board.ts';

/** Goes through pairs of value and milliseconds, `rounds` times, and ends with 0. */
class Track {
  put: (value: number) => void;
  steps: number[];
  step: number;
  rounds: number;
  timer: unknown;

  constructor(put: (value: number) => void) {
    this.put = put;
    this.steps = [];
    this.step = 0;
    this.rounds = 0;
    this.timer = null;
  }

  play(steps: number[], rounds: number): void {
    if (this.timer) clearTimeout(this.timer as number);
    this.steps = steps;
    this.step = 0;
    this.rounds = rounds;
    this.next();
  }

  next(): void {
    this.timer = null;
    if (this.rounds <= 0) {
      this.put(0);
      return;
    }
    this.put(this.steps[this.step] as number);
    this.timer = setTimeout(() => this.next(), this.steps[this.step + 1]);
    this.step += 2;
    if (this.step < this.steps.length) return;
    this.step = 0;
    this.rounds--;
  }
}

export class Player {
  lights: Track | null;
  buzzer: Track | null;

  constructor(board: Board) {
    this.lights = null;
    this.buzzer = null;
    if (board.redLight !== NONE) {
      this.lights = new Track((what) => {
        digitalWrite(board.redLight, what & RED_LIGHT ? 1 : 0);
        digitalWrite(board.greenLight, what & GREEN_LIGHT ? 1 : 0);
      });
    }
    if (board.buzzer !== NONE) {
      this.buzzer = new Track((hertz) => {
        if (hertz > 0) analogWrite(board.buzzer, 0.5, { freq: hertz });
        else digitalWrite(board.buzzer, 0);
      });
    }
  }

  play(pattern: Pattern): void {
    if (this.lights) this.lights.play(pattern.light, Infinity);
    if (this.buzzer) this.buzzer.play(pattern.buzzer, pattern.rounds);
  }
}
