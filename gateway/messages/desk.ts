// What `call-button desk` says in the terminal.

const destination = (place: string, file: string) => `
destinations:
  desk: { type: webhook, url: ${place}/v1/events, secret: { file: ${file} } }
routes: { red: desk, green: desk, status: desk }
`;

export const DESK = {
  started: (place: string, file: string) => ({
    en: `The duty desk is at ${place}. Open it on this machine first: the first visit makes the first account.\nThe gateway finds it by these lines of its configuration:\n${destination(place, file)}\n`,
    zh: `值班台在 ${place}。请先在本机打开：首次访问时创建第一个账号。\n网关的配置中写入以下几行即可找到它：\n${destination(place, file)}\n`,
  }),
};
