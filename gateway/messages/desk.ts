// What `call-button desk` says in the terminal.

const destination = (place: string, file: string, ca: string | undefined) => `
destinations:
  desk: { type: webhook, url: ${place}/v1/events, secret: { file: ${file} }${ca === undefined ? '' : `, ca: ${ca}`} }
routes: { red: desk, green: desk, status: desk }
`;

export const DESK = {
  portTaken: (place: string, reason: string) => ({
    en: `desk on ${place}: ${reason}: another desk, of a gateway or alone, or \`call-button platform\` may have the port; end that, or name another with --port, or with desk.port in the gateway's configuration`,
    zh: `值班台 ${place}：${reason}：端口可能已被另一个值班台（网关自带或单独运行）或 \`call-button platform\` 占用；请结束它，或用 --port（网关配置中为 desk.port）另选一个`,
  }),
  checked: (
    folder: string,
    found: {
      faults: readonly string[];
      records: number;
      open: number;
      calls: number;
      different: number;
    },
  ) => {
    const { faults, records, open, calls, different } = found;
    if (faults.length > 0) {
      const list = faults.join('\n  ');
      return {
        en: `${folder}: the database is damaged:\n  ${list}\nStop the desk, and restore the newest backup with --restore.\n`,
        zh: `${folder}：数据库已损坏：\n  ${list}\n请停止值班台，并用 --restore 恢复最新的备份。\n`,
      };
    }
    const isSame = different === 0;
    return {
      en: `${folder}: the file is whole. ${records} records of ${calls} calls, ${open} open.\n${isSame ? 'The ledger is what follows from the records.' : `${different} rows of the ledger are not what follows from the records: it is made anew at the next start of the desk.`}\n`,
      zh: `${folder}：文件完好。共 ${calls} 个呼叫、${records} 条记录，其中 ${open} 个未结束。\n${isSame ? '台账与记录一致。' : `台账有 ${different} 行与记录不一致：值班台下次启动时重新生成。`}\n`,
    };
  },
  backedUp: (file: string) => ({
    en: `${file}: a copy of the desk's database, checked. It opens with master.key alone: keep a copy of that somewhere else.\n`,
    zh: `${file}：值班台数据库的副本，已检查。只有用 master.key 才能打开：请另行保存该文件。\n`,
  }),
  restored: (file: string) => ({
    en: `The desk's database is restored from ${file}.\n`,
    zh: `已从 ${file} 恢复值班台的数据库。\n`,
  }),
  keptThere: (file: string) => ({
    en: `The desk's database in the backup was not restored: ${file} is there, and stays.\n`,
    zh: `备份中的值班台数据库未恢复：${file} 已存在，予以保留。\n`,
  }),
  keyMissing: (file: string) => ({
    en: `The desk's database in the backup was not restored: put master.key into the data folder, then call-button desk --restore ${file} with the --data of the desk.\n`,
    zh: `备份中的值班台数据库未恢复：请先把 master.key 放入数据文件夹，再运行 call-button desk --restore ${file}（--data 为值班台的数据文件夹）。\n`,
  }),
  /** `ca` is the file of a certificate that no authority has signed. */
  started: (place: string, file: string, ca: string | undefined) => ({
    en: `The duty desk is at ${place}. Open it on this machine first: the first visit makes the first account.\nThe gateway finds it by these lines of its configuration${ca === undefined ? '' : ', with copies of the two files when it runs on another machine'}:\n${destination(place, file, ca)}\n`,
    zh: `值班台在 ${place}。请先在本机打开：首次访问时创建第一个账号。\n网关的配置中写入以下几行即可找到它${ca === undefined ? '' : '（网关在另一台机器上时，请复制这两个文件）'}：\n${destination(place, file, ca)}\n`,
  }),
};
