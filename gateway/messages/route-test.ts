// What a test of a route says, and what destinations say when they do not accept.
import { ERRORS } from './errors.ts';
import { type Sentence, sentenceIn } from './sentence.ts';

export const ROUTE_TEST = {
  columns: {
    step: { en: 'step', zh: '步骤' },
    destination: { en: 'destination', zh: '目标' },
    outcome: { en: 'outcome', zh: '结果' },
    time: { en: 'time', zh: '用时' },
    code: { en: 'code', zh: '代码' },
  },
  step: {
    first: { en: 'first', zh: '首选' },
    fallback: { en: 'fallback', zh: '备用' },
  },
  escalation: (step: number) => ({
    en: `escalation ${step}`,
    zh: `升级 ${step}`,
  }),
  outcome: {
    accepted: { en: 'accepted', zh: '已受理' },
    unknown: { en: 'acceptance unknown', zh: '已送达，未知是否受理' },
    refused: { en: 'refused', zh: '被拒绝' },
    failed: { en: 'failed', zh: '失败' },
  },
  /** Accepted, by a report. */
  reported: { en: 'accepted (reported)', zh: '已受理（平台回报）' },
  /** It arrived, and that was all. */
  unreported: {
    en: 'it arrived, but no report of its acceptance came in time: see that the platform reports, and that it may',
    zh: '已送达，但未按时收到受理的回报：请检查平台是否回报，以及是否有权回报',
  },
  /** What to do about an answer that is no HTTP. */
  notHttp: {
    en: 'there is a connection: check the port, http or https, and what answers there',
    zh: '连接本身正常：请检查端口、http 或 https，以及在那里应答的程序',
  },
  good: (count: number) => ({
    en: count === 1 ? 'Good.' : `All ${count} are good.`,
    zh: count === 1 ? '正常。' : `${count} 个目标全部正常。`,
  }),
  bad: (count: number) => ({
    en: count === 1 ? 'One is not good.' : `${count} are not good.`,
    zh: `${count} 个目标不正常。`,
  }),
};

/** What the codes of destinations mean, and what to do. */
export const DESTINATION_ERRORS = {
  UNREACHABLE: {
    en: 'no connection: check the address, the network and the certificate',
    zh: '无法连接：请检查地址、网络和证书',
  },
  TIMEOUT: { en: 'no answer in time', zh: '未按时应答' },
  BUSY: { en: 'the destination asked to wait', zh: '对方要求稍后再试' },
  REFUSED: {
    en: 'the destination refused the event: check its address, secret and log',
    zh: '对方拒绝了该事件：请检查地址、密钥和对方日志',
  },
  BROKEN: {
    en: 'the destination failed to handle the event: see its log',
    zh: '对方处理该事件时出错：请查看对方日志',
  },
  FLOW_DOWN: {
    en: 'no flow takes calls now: wait for `flows take calls` in the log of the gateway; when it does not come, mend what is named in the editor',
    zh: '目前没有流程受理呼叫：请等待网关日志中出现 `flows take calls`；若一直不出现，请在编辑器中修正所指出的问题',
  },
  NOT_CARRIED: {
    en: 'this destination can not say such an event: give it another route',
    zh: '该目标无法表达此类事件：请改用其他路由',
  },
};

/**
 * What was wrong with an answer that is no HTTP, by the code of Node's parser or of TLS. It came over a connection, so
 * that nobody has to look for one.
 */
export const NOT_HTTP = {
  HPE_INVALID_CONSTANT: {
    en: 'it does not begin with HTTP: another service listens there, or it wants https',
    zh: '应答不是以 HTTP 开头：该端口上可能是别的服务，或需要 https',
  },
  HPE_INVALID_HEADER_TOKEN: {
    en: 'a header has a character that may not be there, or goes on in the next line',
    zh: '应答头中有不允许的字符，或折到了下一行',
  },
  HPE_CR_EXPECTED: {
    en: 'a line ends in LF alone instead of CR and LF',
    zh: '某一行只以 LF 结尾，应为 CR 加 LF',
  },
  HPE_LF_EXPECTED: {
    en: 'a line ends in CR alone instead of CR and LF',
    zh: '某一行只以 CR 结尾，应为 CR 加 LF',
  },
  HPE_INVALID_VERSION: { en: 'its version of HTTP is none', zh: 'HTTP 版本无效' },
  HPE_INVALID_STATUS: { en: 'its status is no number', zh: '状态码不是数字' },
  HPE_UNEXPECTED_CONTENT_LENGTH: {
    en: 'it names its length twice, or beside chunks',
    zh: '长度写了两次，或与分块同时出现',
  },
  HPE_INVALID_CONTENT_LENGTH: { en: 'its length is no number', zh: '长度不是数字' },
  HPE_INVALID_TRANSFER_ENCODING: {
    en: 'it names a length and a transfer coding',
    zh: '同时写了长度和传输编码',
  },
  HPE_HEADER_OVERFLOW: { en: 'its headers are too long', zh: '应答头过长' },
  EPROTO: {
    en: 'it is not TLS: another service listens there, or it wants http',
    zh: '应答不是 TLS：该端口上可能是别的服务，或需要 http',
  },
};

/** Of all other mistakes of an answer. */
const NOT_HTTP_OTHERWISE = { en: 'it breaks the rules of HTTP', zh: '应答违反 HTTP 规则' };

/** Undefined when `detail` is no code of an answer that came and was no HTTP. */
export function notHttpSaid(detail: string): Sentence | undefined {
  if (!/^(?:HPE_\w+|EPROTO|ERR_SSL_\w+)$/.test(detail)) return undefined;
  const code = detail.startsWith('ERR_SSL_') ? 'EPROTO' : detail;
  const isKnown = Object.hasOwn(NOT_HTTP, code);
  const wrong = isKnown ? NOT_HTTP[code as keyof typeof NOT_HTTP] : NOT_HTTP_OTHERWISE;
  return {
    en: `it answered, but ${wrong.en} (${detail})`,
    zh: `有应答，但${wrong.zh} (${detail})`,
  };
}

/** Why a success is no acceptance, when its body says so. */
export const OBJECTIONS = {
  saysNo: (field: string) => ({
    en: `"${field}" in its body says no: if it means yes, set accepted_when`,
    zh: `应答正文中的 "${field}" 表示否定：若其实表示受理，请设置 accepted_when`,
  }),
  coding: {
    en: 'its body is compressed in a way that can not be decoded: answer without compression, or with gzip, deflate or br',
    zh: '应答正文的压缩方式无法解码：请不压缩，或使用 gzip、deflate 或 br',
  },
  charset: {
    en: 'its body can not be read in its charset: answer in UTF-8',
    zh: '应答正文无法按其字符集读取：请使用 UTF-8',
  },
  noJson: {
    en: 'its body should be JSON and is not: if the status alone means yes, set accepted_when: status',
    zh: '应答正文应为 JSON，但不是：若仅凭状态码即表示受理，请设置 accepted_when: status',
  },
  brokeOff: {
    en: 'its body broke off before its end',
    zh: '应答正文在结束之前中断',
  },
  tooLong: {
    en: 'its body is longer than 64 KB: if the status alone means yes, set accepted_when: status',
    zh: '应答正文超过 64 KB：若仅凭状态码即表示受理，请设置 accepted_when: status',
  },
  late: {
    en: 'its body did not come within 2 s: if the status alone means yes, set accepted_when: status',
    zh: '应答正文未在 2 秒内到达：若仅凭状态码即表示受理，请设置 accepted_when: status',
  },
  differs: (field: string) => ({
    en: `"${field}" in its body is not as accepted_when says`,
    zh: `应答正文中的 "${field}" 不符合 accepted_when`,
  }),
};

/**
 * Why a destination did not accept. It goes to the log, the journal and the answers of the gateway in English; whoever
 * shows it to a person finds the sentence again with `outcomeSaid`.
 */
export const OUTCOMES = {
  gaveUp: { en: 'gave up', zh: '已放弃等待' },
  noAnswer: { en: 'no answer', zh: '没有应答' },
  noAnswerInTime: { en: 'no answer in time', zh: '未按时应答' },
  noDestination: { en: 'no such destination', zh: '没有这个目标' },
  noCode: { en: 'no code for such an event', zh: '没有表示此类事件的代码' },
  objection: (status: string, objection: string) => ({
    en: `HTTP ${status}, but ${objection}`,
    zh: `HTTP ${status}，但${sentenceIn(OBJECTIONS, objection).zh}`,
  }),
  stopped: (status: string) => ({
    en: `HTTP ${status} before: stopped until a reload`,
    zh: `此前收到 HTTP ${status}：重新加载之前不再发送`,
  }),
  flowSilent: { en: 'the flow did not answer', zh: '流程没有应答' },
  flowRefused: { en: 'the flow refused it', zh: '流程拒绝了它' },
  flowsStarting: { en: 'the flows are starting', zh: '流程正在启动' },
  otherCertificate: {
    en: 'another certificate than the one that is expected',
    zh: '证书与预期的不同',
  },
  deskNextStart: {
    en: 'the desk starts with the next start of the gateway',
    zh: '值班台要到网关下次启动时才会启动',
  },
  flowsNextStart: {
    en: 'flows start with the next start of the gateway',
    zh: '流程要到网关下次启动时才会启动',
  },
  deployedAnew: { en: 'the flow was deployed anew', zh: '流程已重新部署' },
  destinationEnded: { en: 'the destination ended', zh: '该目标已停用' },
  destinationEnds: { en: 'the destination ends', zh: '该目标正在停用' },
  gatewayStops: { en: 'the gateway stops', zh: '网关正在停止' },
  noEventNode: { en: 'no call-button event node is deployed', zh: '没有部署呼叫按钮的事件节点' },
  missingTypes: (nodes: string) => ({
    en: `Node-RED starts no flow at all while node types are missing: ${nodes}. Remove these nodes in the editor, and deploy`,
    zh: `缺少节点类型，Node-RED 不启动任何流程：${nodes}。请在编辑器中删除这些节点并部署`,
  }),
  unwanted: {
    en: 'no call-button event node of the flow wants it',
    zh: '流程中没有事件节点接收它',
  },
  flowFull: { en: 'too many events wait for the flow', zh: '等待流程处理的事件过多' },
};

/** The sentence of an outcome's detail. What a flow ended of is a code of ours; what others say stays as it is. */
export function outcomeSaid(detail: string): Sentence {
  const [code, advice] = detail.split(': ', 2);
  const error = ERRORS[code as keyof typeof ERRORS];
  if (advice !== undefined && error !== undefined)
    return { en: detail, zh: `${code}：${error.zh}` };
  return sentenceIn(OUTCOMES, detail);
}
