// What `call-button platform` says, in the form of the gateway's catalogue of messages.
import { SEVERITIES } from '#gateway/messages/words.ts';

interface Place {
  /** Of the webhook. */
  url: string;
  /** The file with the secret. */
  secret: string;
}

interface Delivery {
  key: 'red' | 'green' | 'unknown';
  deviceId: string;
  isTest: boolean;
  /** The status that it got. */
  status: string;
}

function destination({ url, secret }: Place): string {
  // From the first column on, so that it can be pasted as it is.
  return `destinations:
  platform: { type: webhook, url: "${url}", secret: { file: ${JSON.stringify(secret)} } }
routes: { red: platform, green: platform, status: platform }`;
}

const GREEN_RED = { ...SEVERITIES, unknown: { en: 'unknown', zh: '未知' } };

export const PLATFORM = {
  start: (place: Place) => ({
    en: `A stand-in platform listens on this machine. Put this into gateway.yaml:

${destination(place)}

Start the gateway, and in another terminal have it send a test call:

  call-button gateway --config gateway.yaml --test-route red

Ctrl-C ends it.`,
    zh: `替身平台已在本机监听。请把下面的内容写入 gateway.yaml：

${destination(place)}

启动网关，再在另一个终端让它发送一次测试呼叫：

  call-button gateway --config gateway.yaml --test-route red

按 Ctrl-C 结束。`,
  }),
  behaves: {
    well: { en: 'It accepts every call.', zh: '它会受理每一次呼叫。' },
    hang: {
      en: 'It takes connections and never answers (--hang).',
      zh: '它让连接一直等着，从不应答（--hang）。',
    },
  },
  slow: (seconds: number) => ({
    en: `It accepts after ${seconds} s (--slow).`,
    zh: `它在 ${seconds} 秒后才受理（--slow）。`,
  }),
  status: (status: number) => ({
    en: `It answers everything with ${status} (--status).`,
    zh: `它对所有请求都应答 ${status}（--status）。`,
  }),
  callsBack: (seconds: number, gateway: string) => ({
    en: `It reports to ${gateway} that somebody telephoned back, ${seconds} s after it accepted.`,
    zh: `受理 ${seconds} 秒后，它向 ${gateway} 回报已有人回电。`,
  }),
  callsNobody: {
    en: 'Nobody telephones back (--no-answer).',
    zh: '没有人回电（--no-answer）。',
  },
  pressed: ({ key, deviceId, isTest, status }: Delivery) => ({
    en: `${isTest ? 'test, ' : ''}${GREEN_RED[key].en} press of ${deviceId}: ${status}`,
    zh: `${isTest ? '测试，' : ''}${deviceId} 的${GREEN_RED[key].zh}呼叫：${status}`,
  }),
  noticed: (type: string, status: string) => ({
    en: `notice ${type}: ${status}`,
    zh: `通知 ${type}：${status}`,
  }),
  noAnswer: { en: 'no answer', zh: '不应答' },
  forged: {
    en: 'a delivery with a wrong signature: 401. The gateway has another secret than the file above, or another clock.',
    zh: '收到签名错误的请求：401。网关的密钥与上面的文件不同，或时钟不准。',
  },
  reported: (callId: string, status: number) => ({
    en: `reported answered of ${callId}: ${status === 0 ? 'the gateway is not reached' : status}`,
    zh: `已回报 ${callId} 已应答：${status === 0 ? '连不上网关' : status}`,
  }),
  portTaken: (port: number, reason: string) => ({
    en: `the port ${port} of this machine (${reason}): a gateway's duty desk or another platform may have it; name another with --port`,
    zh: `本机端口 ${port}（${reason}）：可能已被网关自带的值班台或另一个模拟平台占用；请用 --port 另选一个`,
  }),
};
