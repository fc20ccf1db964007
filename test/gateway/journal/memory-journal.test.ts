// The journal in memory, which other tests stand on, keeps the same contract as the real one.
import { journalContract } from '#test/contract/journal.contract.ts';
import { memoryHarness } from '#test/contract/journal-harness.ts';
import { journalNoticesContract } from '#test/contract/journal-notices.contract.ts';
import { journalRecoveryContract } from '#test/contract/journal-recovery.contract.ts';
import { journalSessionsContract } from '#test/contract/journal-sessions.contract.ts';

journalContract('in memory', memoryHarness);
journalNoticesContract('in memory', memoryHarness);
journalSessionsContract('in memory', memoryHarness);
journalRecoveryContract('in memory', memoryHarness);
