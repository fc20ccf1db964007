// What pages ask of the figures: nobody's name is in them, so everybody with an account may see them.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { queryOf } from '../access.ts';
import { dayFrom, daysBetween, nextDay } from '../ledger/days.ts';
import { FiguresOfLedger } from '../ledger/figures.ts';
import type { DeskParts } from './parts.ts';

const MAX_DAYS = 800;

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const FiguresRequest = z.strictObject({ from: Day, to: Day });

export function figureRoutes(fastify: FastifyInstance, { access, store }: DeskParts): void {
  const figures = new FiguresOfLedger(store.db);

  fastify.get('/api/figures', async (request) => {
    access.needs(request);
    const { from, to } = queryOf(request, FiguresRequest);
    const first = dayFrom(from);
    const last = dayFrom(to);
    if (first === undefined || last === undefined || last < first) {
      throw new GatewayError('DESK_REQUEST_MALFORMED', 'from to');
    }
    // Before the days are listed: a hostile one has millions.
    if (nextDay(first, MAX_DAYS) <= last || daysBetween(first, last).length > MAX_DAYS) {
      throw new GatewayError('DESK_REQUEST_MALFORMED', `at most ${MAX_DAYS} days`);
    }
    return await figures.between(first, last);
  });
}
