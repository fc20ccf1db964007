// Plays a pattern on two lights and a buzzer, as far as the board has them.
import { DARK, GREEN_LIGHT, type Pattern, RED_LIGHT } from '../core/patterns.ts';
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
  /** What the light may say while nothing moves it. */
  still: number;

  constructor(board: Board) {
    this.lights = null;
    this.buzzer = null;
    this.still = DARK;
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
    // Green that stands still would be "somebody is looking after you". Red is left to what has sounded: a call that waits.
    this.still = pattern.rounds > 0 ? pattern.light[0]! & RED_LIGHT : DARK;
  }

  /** Before what may stand still for long: no tone, and no light that says too much. It goes on by itself. */
  hold(): void {
    if (this.buzzer) this.buzzer.put(0);
    if (this.lights) this.lights.put(this.still);
  }
}
