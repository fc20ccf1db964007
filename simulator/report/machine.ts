// The machine that a run was made on: figures mean nothing without it.
import { cpus, platform, release, totalmem } from 'node:os';
import type { RunReport } from './model.ts';

export function thisMachine(): RunReport['machine'] {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() || 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${platform()} ${release()}`,
  };
}
