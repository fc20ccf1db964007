// What the page says about residents.
import type {
  PairWarning,
  ResidentList,
  ResidentText,
  RowFault,
  Situation,
} from '../../archive/shapes.ts';

type Words = { en: string; zh: string };

export const ARCHIVE = {
  title: { en: 'Residents', zh: '住户档案' },
  search: { en: 'Search', zh: '查找' },
  searchHint: { en: 'Name, telephone, address, button…', zh: '姓名、电话、住址、设备……' },
  place: { en: 'Subdistrict and community', zh: '街道与社区' },
  everywhere: { en: 'Everywhere', zh: '全部' },
  show: { en: 'Show', zh: '显示' },
  add: { en: 'New resident', zh: '新增住户' },
  import: { en: 'Import', zh: '导入' },
  export: { en: 'Export', zh: '导出' },
  looks: { en: 'Who looked', zh: '查看记录' },
  none: { en: 'Nobody is found.', zh: '没有找到住户。' },
  noneYet: {
    en: 'Nobody is in the archive yet. Import a list, or add the first resident.',
    zh: '档案中还没有住户。请导入名单，或新增第一位住户。',
  },
  residents: { en: 'residents', zh: '位住户' },
  more: { en: 'more than', zh: '超过' },
  missing: { en: 'facts missing', zh: '资料不全' },
  due: { en: 'check due', zh: '应核查' },
  checked: { en: 'Checked', zh: '核查' },
  never: { en: 'never', zh: '从未' },
  back: { en: 'All residents', zh: '返回列表' },
  edit: { en: 'Edit', zh: '修改' },
  confirm: { en: 'All of it is right', zh: '核查无误' },
  confirmed: { en: 'Confirmed', zh: '已核查' },
  years: { en: 'years', zh: '岁' },
  person: { en: 'Person', zh: '个人' },
  home: { en: 'Home', zh: '住处' },
  life: { en: 'Life', zh: '情况' },
  contacts: {
    en: 'Contacts, in the order in which they are telephoned',
    zh: '联系人（按拨打顺序）',
  },
  contact: { en: 'Contact', zh: '联系人' },
  addContact: { en: 'Add a contact', zh: '添加联系人' },
  relation: { en: 'Relation', zh: '关系' },
  earlier: { en: 'Move up', zh: '上移' },
  remove: { en: 'Remove', zh: '移除' },
  pairs: { en: 'Paired with', zh: '结对' },
  addPair: { en: 'Add somebody', zh: '添加结对' },
  noPairs: { en: 'Nobody', zh: '无' },
  choose: { en: 'Choose…', zh: '请选择……' },
  buttons: { en: 'Buttons', zh: '设备' },
  deviceIds: { en: 'Buttons, by the number on their label', zh: '设备编号（见标签）' },
  deviceHint: { en: 'Several: with a blank between', zh: '多个用空格隔开' },
  situations: { en: 'Living situation', zh: '居住情况' },
  latitude: { en: 'Latitude', zh: '纬度' },
  longitude: { en: 'Longitude', zh: '经度' },
  isFormer: { en: 'No longer served', zh: '已停止服务' },
  birthHint: { en: 'As 1938-04-05', zh: '如 1938-04-05' },
  changes: { en: 'What was changed', zh: '修改记录' },
  checks: { en: 'Yearly checks', zh: '年度核查' },
  desk: { en: 'the gateway', zh: '网关' },
  battery: { en: 'battery', zh: '电量' },
  silent: { en: 'silent', zh: '无信号' },
  noMains: { en: 'no mains', zh: '断电' },
  seen: { en: 'heard', zh: '最近上报' },
  unknown: { en: 'nothing is known of it', zh: '尚无状态' },
  readOnly: {
    en: 'That you looked at this sheet is written down.',
    zh: '查看此档案已留下记录。',
  },
  file: {
    en: 'A list as CSV, UTF-8 or as Excel writes it',
    zh: 'CSV 名单（UTF-8 或 Excel 保存的均可）',
  },
  fileHint: {
    en: 'The first line names the columns, in English or Chinese. An export shows them all. Empty cells change nothing.',
    zh: '第一行为列名，中英文均可；导出的文件含全部列名。空单元格不改动原有内容。',
  },
  preview: { en: 'See what it would change', zh: '预览' },
  working: { en: 'One moment…', zh: '请稍候……' },
  fresh: { en: 'new', zh: '新增' },
  changed: { en: 'changed', zh: '修改' },
  same: { en: 'the same', zh: '相同' },
  refused: { en: 'refused', zh: '有误' },
  ignored: { en: 'Columns that mean nothing here: ', zh: '无法识别的列：' },
  apply: { en: 'Take over the good rows', zh: '导入正确的行' },
  applied: { en: 'It is in the archive.', zh: '已导入档案。' },
  line: { en: 'Line', zh: '行' },
  field: { en: 'Field', zh: '列' },
  what: { en: 'What is wrong', zh: '问题' },
  errors: { en: 'Rows that are left out', zh: '不会导入的行' },
  rows: { en: 'What changes', zh: '将要改动' },
  who: { en: 'Who', zh: '查看人' },
  whom: { en: 'Whom', zh: '住户' },
  when: { en: 'When', zh: '时间' },
  everybody: { en: 'everybody (export)', zh: '全部（导出）' },
  older: { en: 'Older', zh: '更早' },
  noLooks: { en: 'Nobody has looked at a sheet without a call.', zh: '没有呼叫以外的查看记录。' },
} satisfies Record<string, Words>;

export const FIELDS: Record<ResidentText, Words> = {
  reference: { en: 'Reference', zh: '住户编号' },
  name: { en: 'Name', zh: '姓名' },
  telephone: { en: 'Telephone', zh: '电话' },
  birthDate: { en: 'Birth date', zh: '出生日期' },
  subdistrict: { en: 'Subdistrict', zh: '街道' },
  community: { en: 'Community', zh: '社区' },
  building: { en: 'Building', zh: '楼栋' },
  address: { en: 'Address', zh: '住址' },
  access: { en: 'How to get in', zh: '进门方式' },
  family: { en: 'Family', zh: '家庭情况' },
  health: { en: 'Health', zh: '健康状况' },
  formerWorkplace: { en: 'Former workplace', zh: '原工作单位' },
  partyOrganisation: { en: 'Party organisation', zh: '党组织' },
  strengths: { en: 'Strengths', zh: '特长' },
  needs: { en: 'Needs', zh: '需求' },
};

export const SITUATION_WORDS: Record<Situation, Words> = {
  alone: { en: 'lives alone', zh: '独居' },
  bereft: { en: 'bereft', zh: '丧偶' },
  empty_nested: { en: 'empty-nested', zh: '空巢' },
  disabled: { en: 'disabled', zh: '失能残疾' },
  hardship: { en: 'in hardship', zh: '特殊困难' },
  with_family: { en: 'with family', zh: '与家人同住' },
};

export const LISTS: Record<ResidentList, Words> = {
  all: { en: 'All who are served', zh: '全部在册' },
  missing: { en: 'Facts missing', zh: '资料不全' },
  due: { en: 'Yearly check due', zh: '应年度核查' },
  without_button: { en: 'Without a button', zh: '未安装设备' },
  not_in_service: { en: 'Button not in service', zh: '设备未投入使用' },
  former: { en: 'No longer served', zh: '已停止服务' },
};

export const WARNINGS: Record<PairWarning, Words> = {
  shared_helper: {
    en: 'is there for others too, although one of them needs somebody for themselves alone',
    zh: '同时与他人结对，而其中有人需要一对一',
  },
  above_five: { en: 'is paired with more than five', zh: '结对超过五人' },
  above_fifty: { en: 'cares for more than fifty', zh: '照护超过五十人' },
};

export const FAULTS: Record<RowFault, Words> = {
  wrong: { en: 'can not be understood, or is too long', zh: '内容无法识别或过长' },
  no_name: { en: 'neither a name nor a reference', zh: '没有姓名，也没有住户编号' },
  unknown_id: { en: 'there is no such number in the archive', zh: '档案中没有此档案号' },
  ambiguous: {
    en: 'several have this name and telephone: add the archive number',
    zh: '有多人同名同电话：请加上档案号',
  },
  twice: { en: 'stands in an earlier row too', zh: '与前面的行重复' },
  reference_taken: { en: 'is the reference of another resident', zh: '该编号已属于另一位住户' },
  device_elsewhere: { en: 'is in the home of another resident', zh: '该设备登记在另一位住户名下' },
  cells: { en: 'more cells than columns', zh: '单元格多于列' },
};

/** States of a device, as its gateway names them. */
export const STATES: Record<string, Words> = {
  new: { en: 'registered', zh: '已登记' },
  provisioned: { en: 'installed', zh: '已安装' },
  tested: { en: 'tested', zh: '已测试' },
  in_service: { en: 'in service', zh: '使用中' },
  suspended: { en: 'suspended', zh: '已停用' },
  retired: { en: 'retired', zh: '已退役' },
};
