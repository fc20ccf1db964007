// Whom the tests of the archive keep: a resident of whom all is known, and a volunteer.
import { type Helper, NO_RESIDENT, type Resident } from '#gateway/desk/archive/shapes.ts';

export const WANG: Resident = {
  ...NO_RESIDENT,
  reference: '4711',
  name: '王秀英',
  telephone: '138 0000 4711',
  birthDate: '1938-04-05',
  subdistrict: '和平街道',
  community: '幸福社区',
  building: '12号楼',
  address: '幸福路12号楼3单元401',
  access: '钥匙在301邻居处\n门铃坏了，请敲门',
  family: '女儿在外地',
  health: '高血压',
  formerWorkplace: '第一纺织厂',
  partyOrganisation: '幸福社区党支部',
  strengths: '书法',
  needs: '买菜',
  situations: ['alone'],
  contacts: [
    { name: '李梅', relation: '女儿', telephone: '139 0000 0001' },
    { name: '赵强', relation: '邻居', telephone: '139 0000 0002' },
  ],
  deviceIds: ['CB-0001'],
};

export const LI: Helper = {
  kind: 'volunteer',
  name: '李志愿者',
  telephone: '137 0000 0001',
  subdistrict: '和平街道',
  community: '幸福社区',
  building: '',
  services: ['shopping', 'company'],
  hours: [],
  latitude: null,
  longitude: null,
  isActive: true,
};
