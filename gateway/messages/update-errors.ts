// What each code about firmware images and their rollouts means and what to do.

export const UPDATE_ERRORS = {
  IMAGE_UNREADABLE: {
    en: 'the image file could not be read: check its path and its rights',
    zh: '无法读取映像文件：请检查其路径和权限',
  },
  IMAGE_MALFORMED: {
    en: 'this is no firmware image, or one that was cut off: take the .image file of a release',
    zh: '这不是固件映像，或已被截断：请使用发布包中的 .image 文件',
  },
  IMAGE_DAMAGED: {
    en: 'the image is not as it was built, and no device was told of it: fetch the file again',
    zh: '映像与构建时不一致，没有通知任何设备：请重新获取该文件',
  },
  IMAGE_UNSUPPORTED: {
    en: 'the image is of a format that this gateway does not know: update the gateway first',
    zh: '本网关不认识该映像的格式：请先更新网关',
  },
  IMAGE_TOO_LARGE: {
    en: 'no device has room for it: take the .image file of a release',
    zh: '任何设备都放不下：请使用发布包中的 .image 文件',
  },
  IMAGE_EXISTS: {
    en: 'a rollout uses the same firmware under another version or for other boards: take that file, or build anew',
    zh: '已有更新任务在使用同一固件，但版本号或适用的板型不同：请使用那个文件，或重新构建',
  },
  IMAGE_NOT_STORED: {
    en: 'the image could not be written: free disk space, or mend the folder `images` in the data folder',
    zh: '映像写入失败：请腾出磁盘空间，或修复数据目录中的 `images` 目录',
  },
  NO_SUCH_IMAGE: {
    en: 'the gateway has no image with this SHA-256: give it the file with --image',
    zh: '网关没有这个 SHA-256 的映像：请用 --image 提供文件',
  },
  NO_SUCH_UPDATE: {
    en: 'there was no update yet, or none with this number: look at `call-button device updates`',
    zh: '还没有更新任务，或没有这个编号的任务：请查看 `call-button device updates`',
  },
  UPDATE_RUNNING: {
    en: 'an update is running, and there is one at a time: wait for its end, or stop it with `call-button device update-stop`',
    zh: '有更新任务正在进行，一次只能进行一个：请等待其结束，或用 `call-button device update-stop` 停止',
  },
  UPDATE_NOT_RUNNING: {
    en: 'this update does not run any more: look at `call-button device updates`',
    zh: '该更新任务已不在进行：请查看 `call-button device updates`',
  },
  UPDATE_NOT_STOPPED: {
    en: 'only an update that was stopped can go on: look at `call-button device updates`',
    zh: '只有已停止的更新任务才能继续：请查看 `call-button device updates`',
  },
  UPDATE_NOBODY: {
    en: 'no device is left for it: each is out of service, or this image has failed there before. Build a new image',
    zh: '没有可更新的设备：都不在服务中，或此映像曾在该设备上失败。请构建新的映像',
  },
  UPDATE_NOWHERE: {
    en: 'no device has the image of the newest update, so there is nothing to take back: look at `call-button device updates`',
    zh: '没有设备装有最近一次更新的映像，没有可退回的：请查看 `call-button device updates`',
  },
};
