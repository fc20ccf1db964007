// What the page says about helpers.
import type { Helper, HelperKind } from '../../archive/shapes.ts';

type Words = { en: string; zh: string };

export const HELPERS = {
  title: { en: 'Helpers', zh: '服务人员' },
  add: { en: 'New helper', zh: '新增服务人员' },
  edit: { en: 'Edit', zh: '修改' },
  search: { en: 'Search', zh: '查找' },
  searchHint: { en: 'Name, telephone, community…', zh: '姓名、电话、社区……' },
  kind: { en: 'Kind', zh: '类别' },
  all: { en: 'All', zh: '全部' },
  none: { en: 'Nobody is found.', zh: '没有找到。' },
  noneYet: {
    en: 'Nobody can be sent yet. Add the volunteers, carers and merchants of your communities.',
    zh: '还没有可以派出的人。请添加各社区的志愿者、陪护员和服务商。',
  },
  name: { en: 'Name', zh: '姓名' },
  telephone: { en: 'Telephone', zh: '电话' },
  subdistrict: { en: 'Subdistrict', zh: '街道' },
  community: { en: 'Community', zh: '社区' },
  building: { en: 'Building', zh: '楼栋' },
  services: { en: 'Helps with', zh: '服务内容' },
  hours: { en: 'Hours', zh: '服务时间' },
  always: { en: 'always', zh: '随时' },
  addHours: { en: 'Add hours', zh: '添加时间' },
  hoursHint: {
    en: 'No hours: can be sent at any time. An end before the begin is the next morning.',
    zh: '不填表示随时可派。结束早于开始表示到次日早晨。',
  },
  days: { en: 'Days', zh: '星期' },
  from: { en: 'From', zh: '从' },
  to: { en: 'To', zh: '到' },
  remove: { en: 'Remove', zh: '移除' },
  latitude: { en: 'Latitude', zh: '纬度' },
  longitude: { en: 'Longitude', zh: '经度' },
  isActive: { en: 'Can be sent', zh: '可以派出' },
  inactive: { en: 'not any more', zh: '已停用' },
  pairs: { en: 'Pairs', zh: '结对' },
} satisfies Record<string, Words>;

export const KINDS: Record<HelperKind, Words> = {
  volunteer: { en: 'Volunteer', zh: '志愿者' },
  carer: { en: 'Carer', zh: '陪护员' },
  community_worker: { en: 'Community worker', zh: '社区工作者' },
  merchant: { en: 'Merchant', zh: '服务商' },
  emergency: { en: 'Emergency services', zh: '急救与应急' },
};

export const DAYS: readonly Words[] = [
  { en: 'Mon', zh: '一' },
  { en: 'Tue', zh: '二' },
  { en: 'Wed', zh: '三' },
  { en: 'Thu', zh: '四' },
  { en: 'Fri', zh: '五' },
  { en: 'Sat', zh: '六' },
  { en: 'Sun', zh: '日' },
];

export const NO_HELPER: Helper = {
  kind: 'volunteer',
  name: '',
  telephone: '',
  subdistrict: '',
  community: '',
  building: '',
  services: [],
  hours: [],
  latitude: null,
  longitude: null,
  isActive: true,
};
