// Whom the tests of the desk call: a red press of one home.
import type { CallSubject } from '#gateway/desk/call-record.ts';

export const NAME = '王秀英';

export const SUBJECT: CallSubject = {
  source: '/gateways/g',
  callId: 'CB-0001.1.1',
  key: 'red',
  deviceId: 'CB-0001',
  group: 'g',
  home: { reference: '4711', name: NAME },
  isTest: false,
};
