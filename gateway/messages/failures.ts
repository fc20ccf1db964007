// What can go wrong in a provisioning: what is so, and the next thing to try. `what` takes the detail of the failure.
import { DEVICE_FAILURES } from './device-failures.ts';

const KEYS: Record<string, string> = { green: '绿键', red: '红键' };

export const FAILURES = {
  ...DEVICE_FAILURES,
  GATEWAY_MISSING: {
    what: () => ({
      en: 'The gateway is not named.',
      zh: '没有指定网关。',
    }),
    next: {
      en: 'Give --gateway https://HOST:PORT, or set CALL_BUTTON_GATEWAY.',
      zh: '请写 --gateway https://HOST:PORT，或设置 CALL_BUTTON_GATEWAY。',
    },
  },
  GATEWAY_PLAIN: {
    what: (origin: string) => ({
      en: `${origin} is not encrypted: the token would travel in the clear.`,
      zh: `${origin} 没有加密：令牌会被人看见。`,
    }),
    next: {
      en: 'Use https://. Plain http is for this computer itself (localhost) only.',
      zh: '请用 https://。只有本机（localhost）可以用 http。',
    },
  },
  GATEWAY_UNREACHABLE: {
    what: (host: string) => ({
      en: `This computer does not reach the gateway (${host}).`,
      zh: `这台电脑连不上网关（${host}）。`,
    }),
    next: {
      en: 'This is between laptop and gateway, not about the device: is the laptop online, is the address right, does a VPN or firewall stand between? If all is well, ask the administrator whether the gateway runs.',
      zh: '这与设备无关，是电脑和网关之间的问题：电脑联网了吗？地址对吗？有 VPN 或防火墙吗？都没有问题，就请管理员看看网关是否在运行。',
    },
  },
  GATEWAY_NO_TLS: {
    what: (host: string) => ({
      en: `${host} answers, but without TLS: with https:// nothing can be sent to it. Nothing was sent.`,
      zh: `${host} 有应答，但没有 TLS：不能用 https:// 连接。没有发送任何内容。`,
    }),
    next: {
      en: 'Is the port that of the admin API (8081 by default)? On the computer of the gateway itself it is http://127.0.0.1:8081. From another computer it needs TLS: ask the administrator for the address and the fingerprint.',
      zh: '端口是管理接口的吗（默认 8081）？在网关所在的电脑上，地址是 http://127.0.0.1:8081。从别的电脑连接必须有 TLS：请向管理员要地址和指纹。',
    },
  },
  GATEWAY_FALSE: {
    what: () => ({
      en: 'This is not the gateway that is meant: its certificate is another. Nothing was sent to it.',
      zh: '这不是要连接的网关：证书不同。没有向它发送任何内容。',
    }),
    next: {
      en: 'Compare the fingerprint with the one that the gateway shows (call-button token create). If the network asks for a login page, log in first.',
      zh: '请与网关显示的指纹核对（call-button token create）。如果网络要求网页登录，请先登录。',
    },
  },
  GATEWAY_ODD: {
    what: (what: string) => ({
      en: `The gateway answered something that can not be read (${what}).`,
      zh: `网关的回答读不懂（${what}）。`,
    }),
    next: {
      en: 'Is the address that of the admin API (port 8081 by default)? Do both run the same version?',
      zh: '地址是管理接口的吗（默认端口 8081）？两边版本相同吗？',
    },
  },
  GATEWAY_BUSY: {
    what: (code: string) => ({
      en: `The gateway can not do it at the moment (${code}).`,
      zh: `网关现在做不了（${code}）。`,
    }),
    next: { en: 'Wait a minute and try again.', zh: '请等一分钟再试。' },
  },
  GATEWAY_REFUSED: {
    what: (words: string) => ({
      en: `The gateway refused: ${words}`,
      zh: `网关拒绝：${words}`,
    }),
    next: { en: 'Correct what is named.', zh: '请改正所指的内容。' },
  },
  TOKEN_MISSING: {
    what: () => ({
      en: 'There is no token.',
      zh: '没有令牌。',
    }),
    next: {
      en: 'Put it into the variable CALL_BUTTON_TOKEN or into a file: --token-file FILE. The operator makes one: call-button token create NAME --role installer.',
      zh: '请放在环境变量 CALL_BUTTON_TOKEN 或文件里：--token-file FILE。由管理员生成：call-button token create NAME --role installer。',
    },
  },
  TOKEN_REFUSED: {
    what: () => ({
      en: 'The gateway does not take this token.',
      zh: '网关不接受这个令牌。',
    }),
    next: {
      en: 'It may have expired or been revoked. Ask the operator for a new one.',
      zh: '可能已过期或被撤销。请向管理员要新的。',
    },
  },
  ROLE_MISSING: {
    what: () => ({
      en: 'This token may not do that.',
      zh: '这个令牌没有权限。',
    }),
    next: {
      en: 'A device that is in service gets a new key from an admin only, and another home from an operator only. Ask the operator.',
      zh: '使用中的设备只有管理员可以换密钥，只有操作员可以换住户。请联系管理员。',
    },
  },
  DEVICE_OUT: {
    what: (id: string) => ({
      en: `The device is suspended or retired: ${id}.`,
      zh: `设备已暂停或停用：${id}。`,
    }),
    next: {
      en: 'Ask the operator; take another device meanwhile.',
      zh: '请联系管理员；先用另一台。',
    },
  },
  OTHER_HOME: {
    what: (id: string) => ({
      en: `${id} is bound to another home.`,
      zh: `${id} 已绑定到另一个住户。`,
    }),
    next: {
      en: 'Compare the label. If this is the button of another home, plug in the right one and look again. To move it here, say why (--rebind REASON); the former binding is closed with a record.',
      zh: '请核对标签。如果这是别的住户的按钮，请接上正确的一台再查找。要改到这里，请写明原因（--rebind 原因）；原来的绑定会结束并留下记录。',
    },
  },
  DEVICE_DONE: {
    what: (id: string) => ({
      en: `${id} is in service in this home already.`,
      zh: `${id} 已在这个住户投入使用。`,
    }),
    next: {
      en: 'Nothing is left to do. To do it all again: --again.',
      zh: '没有要做的。要全部重做：--again。',
    },
  },
  WIFI_NOT_FOUND: {
    what: (reason: string) => ({
      en: `The device does not find this Wi-Fi (${reason}).`,
      zh: `设备找不到这个 Wi-Fi（${reason}）。`,
    }),
    next: {
      en: 'Compare the name, letter by letter. It must be a 2.4 GHz network, and the router near enough.',
      zh: '请逐字核对名称。必须是 2.4 GHz 网络，路由器要足够近。',
    },
  },
  WIFI_PASSWORD: {
    what: (reason: string) => ({
      en: `The Wi-Fi does not let the device in (${reason}): the password is most likely wrong.`,
      zh: `Wi-Fi 不让设备接入（${reason}）：多半是密码错了。`,
    }),
    next: {
      en: 'Enter it anew. Capital and small letters differ.',
      zh: '请重新输入。注意大小写。',
    },
  },
  WIFI_LOST: {
    what: (reason: string) => ({
      en: `The device loses the Wi-Fi again and again (${reason}).`,
      zh: `设备的 Wi-Fi 总是断开（${reason}）。`,
    }),
    next: {
      en: 'Put it nearer to the router, away from metal and microwave ovens.',
      zh: '请放得离路由器近一些，远离金属和微波炉。',
    },
  },
  WIFI_WEAK: {
    what: (rssi: string) => ({
      en: `The Wi-Fi is weak here (${rssi}).`,
      zh: `这里的 Wi-Fi 信号弱（${rssi}）。`,
    }),
    next: {
      en: 'Another place nearer to the router, or a repeater. A closed door more can end the connection.',
      zh: '请换一个离路由器更近的位置，或加中继器。多关一扇门就可能断开。',
    },
  },
  LINK_NO_GATEWAY: {
    what: (reason: string) => ({
      en: `The device is in the Wi-Fi, but does not reach the gateway (${reason}).`,
      zh: `设备已接入 Wi-Fi，但连不上网关（${reason}）。`,
    }),
    next: {
      en: "This is about the home's network, not the laptop's: does the router have internet, is the address of the gateway right, does a firewall block the port?",
      zh: '这是住户家里的网络问题，与笔记本电脑无关：路由器能上网吗？网关地址对吗？防火墙是否挡住了端口？',
    },
  },
  LINK_REFUSED: {
    what: (reason: string) => ({
      en: `The gateway turns the device away (${reason}).`,
      zh: `网关拒绝这台设备（${reason}）。`,
    }),
    next: {
      en: 'Is the address that of the gateway at which the device is registered? Writing key and settings again helps if not.',
      zh: '地址是登记设备的那个网关吗？如果不是，请重新写入密钥和设置。',
    },
  },
  LINK_SLOW: {
    what: (reason: string) => ({
      en: `The device is not connected yet (${reason}).`,
      zh: `设备还没有联网（${reason}）。`,
    }),
    next: {
      en: 'Wait a minute and try again; look at Wi-Fi and address if it stays so.',
      zh: '请等一分钟再试；仍然这样就检查 Wi-Fi 和地址。',
    },
  },
  BATTERY_LOW: {
    what: (percent: string) => ({
      en: `The battery is low or missing (${percent}).`,
      zh: `电池电量低或没有电池（${percent}）。`,
    }),
    next: {
      en: 'Plug in the charger and wait, or look at the battery. Without one the button is dead when the power fails.',
      zh: '请接上充电器等一会儿，或检查电池。没有电池，停电时按键就失效。',
    },
  },
  NO_MAINS: {
    what: () => ({
      en: 'The device is not fed by the mains.',
      zh: '设备没有接电源。',
    }),
    next: { en: 'Plug in its charger.', zh: '请接上充电器。' },
  },
  SELF_TEST_FAILED: {
    what: (parts: string) => ({
      en: `The self-test failed: ${parts}.`,
      zh: `自检失败：${parts}。`,
    }),
    next: {
      en: 'key: a key is held or stuck. light, flash: take another device.',
      zh: 'key：有键被按住或卡住。light、flash：请换一台设备。',
    },
  },
  TEST_BUSY: {
    what: () => ({
      en: 'The device does not start its test: a press waits or a call is open.',
      zh: '设备不能开始测试：有按键在等待，或有呼叫未结束。',
    }),
    next: {
      en: 'If it was a real press: the service will call back. Try again when the light is back to its short green flash.',
      zh: '如果是真的呼叫：服务人员会回电话。等指示灯恢复为绿灯短闪后再试。',
    },
  },
  PRESS_NOT_SEEN: {
    what: (key: string) => ({
      en: `No ${key} test press has come.`,
      zh: `没有收到${KEYS[key] ?? key}测试。`,
    }),
    next: {
      en: 'Press the key once, firmly. If the light reacts and nothing comes, look at the connection; if it does not react, the key is broken.',
      zh: '请用力按一下。灯有反应但没有收到：检查网络；灯没有反应：按键坏了。',
    },
  },
  PRESS_NOT_ACCEPTED: {
    what: (key: string) => ({
      en: `The ${key} press is at the gateway, but the platform has not accepted it.`,
      zh: `网关收到了${KEYS[key] ?? key}，但平台没有受理。`,
    }),
    next: {
      en: 'The device is right; the service platform is not. Call the operator, then try again.',
      zh: '设备正常，服务平台有问题。请打电话给管理员，然后再试。',
    },
  },
  LIGHT_WRONG: {
    what: () => ({
      en: 'The light was not seen.',
      zh: '没有看见灯光。',
    }),
    next: { en: 'Try again; else take another device.', zh: '请再试一次；不行就换一台设备。' },
  },
  BUZZER_WRONG: {
    what: () => ({
      en: 'The buzzer was not heard.',
      zh: '没有听见蜂鸣器。',
    }),
    next: { en: 'Try again; else take another device.', zh: '请再试一次；不行就换一台设备。' },
  },
  ACCEPTANCE_INCOMPLETE: {
    what: (what: string) => ({
      en: `The gateway does not put the device into service yet: ${what}`,
      zh: `网关还不让设备投入使用：${what}`,
    }),
    next: { en: 'Do again what is missing.', zh: '请补做缺少的步骤。' },
  },
  FIELD_WRONG: {
    what: (field: string) => ({
      en: `A value can not be right: ${field}.`,
      zh: `有一个值不对：${field}。`,
    }),
    next: { en: 'Correct it. Nothing was written.', zh: '请改正。没有写入任何内容。' },
  },
  ANSWER_MISSING: {
    what: (flag: string) => ({
      en: `Nobody is there to answer, and ${flag} was not given.`,
      zh: `没有人回答，也没有给出 ${flag}。`,
    }),
    next: { en: 'Give it, or run this in a terminal.', zh: '请给出它，或在终端里运行。' },
  },
  FILE_FAILED: {
    what: (file: string) => ({
      en: `A file could not be read or written: ${file}.`,
      zh: `文件不能读写：${file}。`,
    }),
    next: { en: 'Mend what is named.', zh: '请按提示处理。' },
  },
  LIST_WRONG: {
    what: (what: string) => ({
      en: `The list can not be used: ${what}.`,
      zh: `清单不能用：${what}。`,
    }),
    next: {
      en: 'Correct it; its columns are in docs/guides/installers-manual.md, "A day\'s list".',
      zh: '请改正；列名见 docs/guides/installers-manual.zh-CN.md 的“一天的清单”。',
    },
  },
  INTERRUPTED: {
    what: () => ({
      en: 'Stopped.',
      zh: '已停止。',
    }),
    next: { en: 'Start the same command again: it goes on.', zh: '再次运行同一条命令，会接着做。' },
  },
  UNEXPECTED: {
    what: (what: string) => ({
      en: `Something unexpected happened: ${what}`,
      zh: `发生了意外：${what}`,
    }),
    next: {
      en: 'Try again. If it stays so: call-button provision --doctor makes a support bundle.',
      zh: '请再试一次。仍然这样：用 call-button provision --doctor 生成支持文件。',
    },
  },
};
