// What the body of a success says, by what platforms commonly write and by what the configuration names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcceptedWhen, objectionOf } from '#gateway/destinations/verdict.ts';

const fieldOf = (json: unknown) => objectionOf(json)?.match(/^"(\w+)" in its body says no/)?.[1];

describe('a success whose JSON body', () => {
  const noes: [object, string][] = [
    ...[{ accepted: false }, { accepted: 'false' }, { accepted: 0 }].map(
      (json) => [json, 'accepted'] as [object, string],
    ),
    [{ success: false }, 'success'],
    [{ Success: 0, Message: 'no' }, 'success'],
    [{ ok: false, description: 'x' }, 'ok'],
    ...[{ error: 'database is down' }, { error: { code: 7 } }, { error: true }].map(
      (json) => [json, 'error'] as [object, string],
    ),
    [{ errors: ['x'] }, 'errors'],
    // WeChat, DingTalk; Baidu.
    [{ errcode: 40_001, errmsg: 'invalid credential' }, 'errcode'],
    [{ errcode: -1 }, 'errcode'],
    [{ errno: '2', msg: '' }, 'errno'],
    [{ errorCode: 10_005, success: true }, 'errorcode'],
    [{ error_code: 1 }, 'errorcode'],
    // JSend; Spring.
    [{ status: 'error', message: 'x' }, 'status'],
    [{ status: 'FAIL' }, 'status'],
    [{ status: 500, path: '/calls' }, 'status'],
    // The envelope of most Chinese platforms.
    [{ code: 500, msg: '系统繁忙' }, 'code'],
    [{ code: '500', msg: 'x', data: null }, 'code'],
    [{ code: 401, message: 'token' }, 'code'],
    [{ code: -1, msg: 'fail' }, 'code'],
    [{ Code: 10_001, Msg: '参数错误' }, 'code'],
    [{ code: 1, msg: '参数错误' }, 'code'],
    [{ code: 500, success: true }, 'code'],
    // A number beside it is the state of a record, and no word.
    [{ code: 40_001, status: 1, msg: '签名错误' }, 'code'],
    [{ code: -1, status: true, msg: '1' }, 'code'],
    [{ accepted: 'No' }, 'accepted'],
    // Nest; and other names for a code, where it can't be yes.
    [{ statusCode: 500, message: 'Internal server error' }, 'statuscode'],
    [{ resultCode: '404' }, 'resultcode'],
    [{ return_code: 'FAIL', return_msg: '签名失败' }, 'returncode'],
    [{ result: 'failed' }, 'result'],
    // In words: WeChat Pay; OAuth; the error codes of Alibaba's rules.
    [{ code: 'FAIL', message: '失败' }, 'code'],
    [{ code: 'ERROR' }, 'code'],
    [{ code: 'B0001', message: '系统执行出错' }, 'code'],
    [{ error_code: 'invalid_token', error_msg: 'x' }, 'errorcode'],
    [{ errcode: true }, 'errcode'],
    [{ code: 0, success: false }, 'success'],
    // Java's beans, Tencent, PhalApi; a list; what is the whole answer.
    [{ isSuccess: false }, 'issuccess'],
    [{ is_ok: 0 }, 'isok'],
    [{ 'error-code': 7 }, 'errorcode'],
    [{ ret: -1 }, 'ret'],
    [{ ret: 400, msg: 'x' }, 'ret'],
    [{ ret: '1001' }, 'ret'],
    [{ retcode: -1 }, 'retcode'],
    [{ status: -1, msg: 'x' }, 'status'],
    [{ result: -1 }, 'result'],
    [{ result: false }, 'result'],
    [{ result: '失败' }, 'result'],
    [[{ error: 1 }], 'error'],
    [[{ code: 0 }, { code: 500 }], 'code'],
  ];
  for (const [json, field] of noes) {
    it(`says ${JSON.stringify(json)} is no acceptance: the light must not tell what is not true`, () => {
      expect(fieldOf(json)).toBe(field);
    });
  }

  for (const word of ['error', 'FAIL', 'false', false, 'No']) {
    it(`is only ${JSON.stringify(word)} is no acceptance`, () => {
      expect(fieldOf(word)).toBe(`${word}`.toLowerCase());
    });
  }

  const yeses = [
    undefined,
    null,
    7,
    true,
    'received',
    [],
    [{ error: 0 }],
    ['error'],
    { ret: 0 },
    { ret: 200, data: {} },
    { ret: 1, msg: 'success' },
    { isSuccess: true },
    { result: true },
    {},
    { error: null },
    { error: '' },
    { error: 0 },
    { error: '0' },
    { error: false },
    { error: 'false' },
    { error: {} },
    { errors: [] },
    { accepted: true },
    { errcode: 0, errmsg: 'ok' },
    { errno: '0' },
    { code: 0, msg: 'x' },
    { code: '0' },
    { code: 200, msg: '操作成功' },
    { code: '00000' },
    // Yes by a word beside a code that is yes in some places only.
    { code: 1, msg: 'success' },
    { code: '10000', msg: 'Success' },
    { code: 1, msg: '成功' },
    { code: 20_000, success: true },
    { code: 1, status: 'ok' },
    { code: 201 },
    { errcode: 'ok' },
    { error_code: '' },
    { errorCode: 'SUCCESS' },
    { errno: null },
    { errcode: '00000' },
    { errno: false },
    { code: 'A0001', msg: 'ok' },
    { statusCode: 200 },
    { retcode: 1 },
    { result_code: 'SUCCESS' },
    { error: 'no' },
    // Of something else.
    { result: 500 },
    { result: { fail: true } },
    { code: 'A00012' },
    { code: 'CB-0001' },
    { code: '' },
    { code: true },
    { status: 'open' },
    { status: 3 },
    { status: 200 },
    { code: 'SUCCESS' },
    { code: null },
    { data: { code: 500 } },
    { message: 'error' },
    { id: 17, stage: 'failed' },
  ];
  for (const json of yeses) {
    it(`says ${JSON.stringify(json)} is an acceptance: the status decides`, () => {
      expect(objectionOf(json)).toBeUndefined();
    });
  }

  it('says anything at all is judged, and nothing of it is told but the name of one of our fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const objection = objectionOf(json);
        if (objection !== undefined) expect(fieldOf(json)).toBeDefined();
        expect(objectionOf(json, 'status')).toBeUndefined();
      }),
    );
    const told = objectionOf({ error: 'Maria Musterfrau', code: 13_912_345_678, msg: 'Maria' });
    expect(told).not.toMatch(/Maria|1391/);
  });
});

describe('with accepted_when', () => {
  it('status the body says nothing', () => {
    expect(objectionOf({ accepted: false, code: 500 }, 'status')).toBeUndefined();
  });

  const cases: [AcceptedWhen, unknown, boolean][] = [
    [{ field: 'code', equals: 1 }, { code: 1 }, true],
    [{ field: 'code', equals: 1 }, { code: '1', success: false }, true],
    [{ field: 'code', equals: '0' }, { code: 0 }, true],
    [{ field: 'code', equals: [0, 20_000] }, { code: 20_000 }, true],
    [{ field: 'ok', equals: true }, { ok: true }, true],
    [{ field: 'result.state', equals: 'TAKEN' }, { result: { state: 'TAKEN' } }, true],
    [{ field: 'code', equals: 1 }, { code: 0 }, false],
    [{ field: 'code', equals: 1 }, { code: 10 }, false],
    [{ field: 'code', equals: 1 }, { code: [1] }, false],
    [{ field: 'code', equals: 1 }, { Code: 1 }, false],
    [{ field: 'code', equals: 'undefined' }, {}, false],
    [{ field: 'code', equals: 'null' }, { code: null }, false],
    [{ field: 'code', equals: 1 }, undefined, false],
    [{ field: 'code', equals: 1 }, 'code', false],
    [{ field: 'result.state', equals: 'TAKEN' }, { result: 'TAKEN' }, false],
    [{ field: 'length', equals: 0 }, [], false],
  ];
  for (const [when, json, isYes] of cases) {
    it(`${JSON.stringify(when)} ${JSON.stringify(json)} is ${isYes ? 'an' : 'no'} acceptance`, () => {
      expect(objectionOf(json, when) === undefined).toBe(isYes);
    });
  }
});
