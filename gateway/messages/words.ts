// Words that several parts of the catalogue share.

/** In the registry. */
export const DEVICE_STATES = {
  new: { en: 'new', zh: '新设备' },
  provisioned: { en: 'provisioned', zh: '已配置' },
  tested: { en: 'tested', zh: '已测试' },
  in_service: { en: 'in service', zh: '使用中' },
  suspended: { en: 'suspended', zh: '已暂停' },
  retired: { en: 'retired', zh: '已停用' },
};

/** Of a token of the admin API. */
export const ROLES = {
  installer: { en: 'installer', zh: '安装人员' },
  operator: { en: 'operator', zh: '操作员' },
  admin: { en: 'admin', zh: '管理员' },
};

/** What is forwarded on a route. */
export const SEVERITIES = {
  red: { en: 'red', zh: '红键' },
  green: { en: 'green', zh: '绿键' },
  status: { en: 'notices', zh: '通知' },
};
