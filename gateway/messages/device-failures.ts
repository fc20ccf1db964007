// What can go wrong between the laptop and a device on its cable: what is so, and the next thing to try.

export const DEVICE_FAILURES = {
  NO_PORT: {
    what: () => ({
      en: 'No serial port was found.',
      zh: '没有找到串口。',
    }),
    next: {
      en: 'Plug the cable into computer and device. Name the port with --port: /dev/ttyUSB0 or /dev/ttyACM0 (Linux), /dev/cu.usbserial-… (macOS), COM3 (Windows: see the device manager).',
      zh: '请用数据线连接电脑和设备。可用 --port 指定串口：/dev/ttyUSB0 或 /dev/ttyACM0（Linux），/dev/cu.usbserial-…（macOS），COM3（Windows，见设备管理器）。',
    },
  },
  SEVERAL_PORTS: {
    what: (ports: string) => ({
      en: `Several devices answer: ${ports}.`,
      zh: `有几台设备应答：${ports}。`,
    }),
    next: {
      en: 'Unplug all but one, or name one with --port.',
      zh: '只留一台，或用 --port 指定。',
    },
  },
  PORT_DENIED: {
    what: (port: string) => ({
      en: `This user may not open ${port}.`,
      zh: `当前用户不能打开 ${port}。`,
    }),
    next: {
      en: 'Linux: sudo usermod -aG dialout $USER (on some systems the group is uucp), then log in anew; or a udev rule for the adapter.',
      zh: 'Linux：sudo usermod -aG dialout $USER（有的系统是 uucp 组），然后重新登录；或为适配器写一条 udev 规则。',
    },
  },
  PORT_BUSY: {
    what: (port: string) => ({
      en: `Another program holds ${port}.`,
      zh: `${port} 被别的程序占用。`,
    }),
    next: {
      en: 'Close it: a serial terminal, ModemManager, another call-button provision.',
      zh: '请关闭它：串口终端、ModemManager、另一个 call-button provision。',
    },
  },
  PORT_MISSING: {
    what: (port: string) => ({
      en: `${port} is not there.`,
      zh: `没有 ${port}。`,
    }),
    next: {
      en: 'Is the cable plugged in? Without --port all ports are looked at.',
      zh: '数据线插好了吗？不写 --port 会查看所有串口。',
    },
  },
  PORT_FAILED: {
    what: (port: string) => ({
      en: `${port} could not be opened as a serial port.`,
      zh: `${port} 不能作为串口打开。`,
    }),
    next: {
      en: 'Unplug the adapter, plug it in again, or try another one.',
      zh: '拔下适配器重新插上，或换一个。',
    },
  },
  SERIAL_UNAVAILABLE: {
    what: () => ({
      en: 'Serial ports can not be used with this installation of Node.',
      zh: '这台电脑上的 Node 不能使用串口。',
    }),
    next: {
      en: 'Install the package anew on this computer (npm ci); on a rare system its native part must be built: npm rebuild @serialport/bindings-cpp.',
      zh: '请在这台电脑上重新安装（npm ci）；少数系统需要编译：npm rebuild @serialport/bindings-cpp。',
    },
  },
  DEVICE_SILENT: {
    what: (port: string) => ({
      en: `Nothing answers on ${port}.`,
      zh: `${port} 上没有应答。`,
    }),
    next: {
      en: 'Is the device on, and is this its cable and no charging cable? TX and RX may be swapped. A device whose firmware is missing is silent too.',
      zh: '设备开着吗？这是它的数据线，而不是充电线吗？TX 和 RX 可能接反了。没有固件的设备也不应答。',
    },
  },
  DEVICE_UNREADABLE: {
    what: (port: string) => ({
      en: `Something is heard on ${port}, but it can not be read.`,
      zh: `${port} 上有信号，但读不懂。`,
    }),
    next: {
      en: 'Another kind of device, another speed (this one speaks 115200 baud), a bad cable, or no ground. If it is a device: switch it off and on.',
      zh: '可能是别的设备、别的速率（本设备为 115200）、线不好或没有接地。如果确实是本设备：关掉再打开。',
    },
  },
  CABLE_LOST: {
    what: (port: string) => ({
      en: `The cable is gone (${port}).`,
      zh: `数据线断开了（${port}）。`,
    }),
    next: { en: 'Plug it in again: it goes on by itself.', zh: '请重新插上，会自动接着做。' },
  },
  DEVICE_RESTARTED: {
    what: () => ({
      en: 'The device has restarted in between.',
      zh: '设备中途重启了。',
    }),
    next: {
      en: 'It is greeted again. If this happens often, look at its power.',
      zh: '会重新连接。如果经常这样，请检查电源。',
    },
  },
  DEVICE_OTHER: {
    what: (id: string) => ({
      en: `Another device is on the cable: ${id === '' ? 'one without settings' : id}.`,
      zh: `接着的是另一台设备：${id === '' ? '未设置的设备' : id}。`,
    }),
    next: {
      en: 'Compare the label. Connect the device that is meant, or go on with this one.',
      zh: '请核对标签。接上要装的设备，或继续安装这一台。',
    },
  },
  KEY_UNKNOWN: {
    what: () => ({
      en: 'The device has a key that this gateway does not know, so nobody can prove that it may be changed.',
      zh: '网关不知道这台设备的密钥，所以没人能证明可以改动它。',
    }),
    next: {
      en: 'It was provisioned for another gateway: use that one. Or reset it: switch it off, hold its green key, switch it on, hold on.',
      zh: '它是为别的网关安装的：请用那个网关。或者恢复出厂设置：关掉设备，按住绿键，打开设备，继续按住。',
    },
  },
  KEY_NOT_HELD: {
    // The id, and the version of the key that the button holds instead.
    what: (detail: string) => {
      const [id = '', version] = detail.split(' ');
      return {
        en: `The gateway has ${id} in service, but the button on the cable holds ${version === undefined ? 'no key' : `another key (version ${version})`}: a press of it would not reach this gateway.`,
        zh: `网关上 ${id} 已投入使用，但接着的按钮里${version === undefined ? '没有密钥' : `是另一个密钥（第 ${version} 版）`}：按下它，这个网关收不到。`,
      };
    },
    next: {
      en: 'Compare the label. If it is another button, plug in the right one, or give this one its own id. If it is this one and was reset, ask the operator: with the token of an admin the same command with --again gives it a new key.',
      zh: '请核对标签。如果是别的按钮，请接上正确的一台，或填写它自己的编号。如果就是这一台，只是恢复过出厂设置，请联系管理员：用 admin 令牌运行同一条命令并加 --again，会写入新密钥。',
    },
  },
  PROOF_WRONG: {
    what: () => ({
      en: 'The device did not take the proof of its key.',
      zh: '设备不接受密钥证明。',
    }),
    next: {
      en: 'Try again. If it stays so, the key at the gateway is another: reset the device by its green key.',
      zh: '请再试一次。如果仍然这样，说明网关上的密钥不同：请用绿键恢复出厂设置。',
    },
  },
  DEVICE_REFUSED: {
    what: (words: string) => ({
      en: `The device refused: ${words}.`,
      zh: `设备拒绝：${words}。`,
    }),
    next: {
      en: 'Try again; the words are explained in protocol/README.md, "Console errors".',
      zh: '请再试一次；含义见 protocol/README.md 的 “Console errors”。',
    },
  },
  SETTING_DIFFERS: {
    what: (name: string) => ({
      en: `The device has understood ${name} differently from what was sent.`,
      zh: `设备收到的 ${name} 与发送的不同。`,
    }),
    next: {
      en: 'The line is bad: try again, with a shorter cable if it stays so.',
      zh: '线路不好：请再试一次，仍然这样就换一根短线。',
    },
  },
  STORAGE_FAILED: {
    what: () => ({
      en: 'The device could not write its memory.',
      zh: '设备无法写入存储。',
    }),
    next: {
      en: 'Do not install it. Repair it at the bench (--repair); take another device if that fails.',
      zh: '不要安装它。在工作台上修复（--repair）；修不好就换一台。',
    },
  },
  STORAGE_FULL: {
    what: () => ({
      en: 'The device has no room left for settings. Nothing was changed.',
      zh: '设备没有空间再写设置。什么都没有改。',
    }),
    next: {
      en: 'At the bench: call-button provision --repair. It keeps the boot counter and presses that wait.',
      zh: '在工作台上运行 call-button provision --repair。开机计数和未送出的按键会保留。',
    },
  },
  DEVICE_BUSY: {
    what: (detail: string) => ({
      en: `The device is busy with presses that wait, and has no memory for this (${detail}).`,
      zh: `设备正忙于未送出的按键，没有内存做这件事（${detail}）。`,
    }),
    next: {
      en: 'Let it connect, so that it can send them, then try again.',
      zh: '先让它联网送出按键，再试一次。',
    },
  },
  BOARD_OLD: {
    what: (detail: string) => ({
      en: `The board has an interpreter that loses bytes on the cable: ${detail}.`,
      zh: `这块板的解释器会在数据线上丢字节：${detail}。`,
    }),
    next: {
      en: 'Flash Espruino 2v29.96 or later (releases from 2v30 on): firmware/README.md, "Flashing".',
      zh: '请刷入 Espruino 2v29.96 或更高版本（2v30 起的正式版）：见 firmware/README.md 的 "Flashing"。',
    },
  },
  BOARD_MEMORY: {
    what: (detail: string) => ({
      en: `The board has too few variables: ${detail}.`,
      zh: `这块板的变量太少：${detail}。`,
    }),
    next: {
      en: 'Call ESP32.enableBLE(false) at its prompt, which gives about 1,800 more and erases saved code, then repair it (--repair); or take another build or board.',
      zh: '在它的提示符下执行 ESP32.enableBLE(false)，大约多 1800 个，但会清除已存的程序，然后修复（--repair）；或换一个固件或一块板。',
    },
  },
  BOARD_FLASH: {
    what: (detail: string) => ({
      en: `The flash of the board is divided in another way: ${detail}.`,
      zh: `这块板的闪存分区不一样：${detail}。`,
    }),
    next: {
      en: 'Flash an official build with its own partition table; a board of another kind needs an entry in firmware/src/espruino/board.ts.',
      zh: '请刷入官方固件和它自带的分区表；其他型号要先写进 firmware/src/espruino/board.ts。',
    },
  },
  PROMPT_SILENT: {
    what: (detail: string) => ({
      en: `Neither firmware nor interpreter answers on ${detail}.`,
      zh: `${detail} 上固件和解释器都没有应答。`,
    }),
    next: {
      en: 'Is it the right port? Switch the board off and on, and try again. If it stays silent, flash Espruino anew: firmware/README.md, "Flashing".',
      zh: '端口对吗？断电再通电，再试一次。仍然没有应答，就重新刷入 Espruino：见 firmware/README.md 的 "Flashing"。',
    },
  },
  REPAIR_FAILED: {
    what: (detail: string) => ({
      en: `The board does not hold what was written to it (${detail}).`,
      zh: `这块板没有保存写入的内容（${detail}）。`,
    }),
    next: {
      en: 'Try again, with a shorter cable. If it stays so, its flash is worn out: take another board.',
      zh: '换一根短线再试一次。仍然这样，说明闪存已损坏：请换一块板。',
    },
  },
  FIRMWARE_MISSING: {
    what: (detail: string) => ({
      en: `The firmware's scripts are not there: ${detail}.`,
      zh: `找不到固件脚本：${detail}。`,
    }),
    next: {
      en: 'The package has them. In a clone build them: npm run build:firmware.',
      zh: '安装包里带有它们。在源码里请先编译：npm run build:firmware。',
    },
  },
  PRESS_WAITING: {
    what: () => ({
      en: 'A press waits on the device that was never delivered.',
      zh: '设备上有一次按键一直没有送出。',
    }),
    next: {
      en: 'Ask the resident whether help is needed. Let the device connect, or give the press up (--drop-press).',
      zh: '请问住户是否需要帮助。让设备联网，或放弃这次按键（--drop-press）。',
    },
  },
  COMMIT_UNKNOWN: {
    what: () => ({
      en: 'The device does not hold what was written.',
      zh: '设备里保存的不是刚才写入的内容。',
    }),
    next: { en: 'It is written again.', zh: '会重新写入。' },
  },
  RESET_REFUSED: {
    what: () => ({
      en: 'The device was not reset.',
      zh: '设备没有恢复出厂设置。',
    }),
    next: {
      en: 'The green key must be down from before power-on, and the reset must come within 60 s.',
      zh: '绿键必须在通电以前就按住，并在 60 秒以内完成。',
    },
  },
};
