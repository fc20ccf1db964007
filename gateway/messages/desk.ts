// What `call-button desk` says in the terminal.

const destination = (place: string, file: string, ca: string | undefined) => `
destinations:
  desk: { type: webhook, url: ${place}/v1/events, secret: { file: ${file} }${ca === undefined ? '' : `, ca: ${ca}`} }
routes: { red: desk, green: desk, status: desk }
`;

export const DESK = {
  /** `ca` is the file of a certificate that no authority has signed. */
  started: (place: string, file: string, ca: string | undefined) => ({
    en: `The duty desk is at ${place}. Open it on this machine first: the first visit makes the first account.\nThe gateway finds it by these lines of its configuration${ca === undefined ? '' : ', with copies of the two files when it runs on another machine'}:\n${destination(place, file, ca)}\n`,
    zh: `值班台在 ${place}。请先在本机打开：首次访问时创建第一个账号。\n网关的配置中写入以下几行即可找到它${ca === undefined ? '' : '（网关在另一台机器上时，请复制这两个文件）'}：\n${destination(place, file, ca)}\n`,
  }),
};
