// Who lives in the homes of the demo, who helps them, and what its desk has in the archive. All are made up: nobody's.
import { randomBytes } from 'node:crypto';
import { type Helper, NO_RESIDENT, type Resident } from '#gateway/desk/archive/shapes.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { KEY_BYTES } from '#protocol/seal.ts';
import type { DeskClient } from './office/desk-client.ts';

/** In both scripts, because whoever looks may switch the language of the page. */
const FAMILY_NAMES = [
  '王 Wang',
  '李 Li',
  '张 Zhang',
  '刘 Liu',
  '陈 Chen',
  '杨 Yang',
  '赵 Zhao',
  '黄 Huang',
  '周 Zhou',
  '吴 Wu',
  '徐 Xu',
  '孙 Sun',
] as const;
const GIVEN_NAMES = [
  '秀英 Xiuying',
  '建国 Jianguo',
  '桂兰 Guilan',
  '志强 Zhiqiang',
  '玉珍 Yuzhen',
  '德明 Deming',
  '淑芬 Shufen',
  '文华 Wenhua',
  '凤英 Fengying',
  '国良 Guoliang',
  '雅琴 Yaqin',
  '永福 Yongfu',
] as const;

const HEALTH = [
  '高血压，服降压药；听力不好 · High blood pressure, tablets; hard of hearing',
  '糖尿病，打胰岛素 · Diabetes, insulin',
  '去年髋部骨折，用助行器 · Broken hip last year, walks with a frame',
  '心脏支架，硝酸甘油在床头 · Heart stent, nitroglycerin by the bed',
  '健康 · In good health',
] as const;
const FAMILIES = [
  '丧偶，儿子在上海 · Widowed, a son in Shanghai',
  '独居，女儿住附近 · Lives alone, a daughter nearby',
  '与老伴同住 · Lives with spouse',
] as const;
const NEEDS = [
  '助餐、助洁 · Meals, cleaning',
  '助购 · Shopping',
  '聊天、下棋 · Company, chess',
] as const;
const ACCESS = [
  '钥匙在楼长处 · Key at the house warden',
  '门禁 1100#，敲门要响 · Door code 1100#, knock loudly',
] as const;

const BUILDINGS = 3;
/** Of every twelve homes this one has no sheet in the archive, and the next one a sheet without facts. */
const WITHOUT_SHEET = 5;
const WITHOUT_FACTS = 8;
const SUBDISTRICT = '东城街道 Dongcheng';
const COMMUNITY = '幸福社区 Xingfu';
const LATITUDE = 39.91;
const LONGITUDE = 116.41;
/** About 150 m. */
const STEP_DEGREES = 0.0014;

/** 555-0100 to 555-0199 of any area are kept for stories: whoever clicks one reaches nobody. */
function telephone(area: number, line: number): string {
  return `+1 ${area + Math.floor(line / 100)}-555-01${String(line % 100).padStart(2, '0')}`;
}

const buildingOf = (index: number) => 1 + (index % BUILDINGS);
const buildingName = (building: number) => `${building} 栋 Bldg ${building}`;

interface DemoHome {
  deviceId: string;
  building: number;
  reference: string;
  name: string;
  address: string;
  telephone: string;
}

function homeOf(index: number): DemoHome {
  const building = buildingOf(index);
  const flat = 101 + Math.floor(index / BUILDINGS);
  return {
    deviceId: `HOME-${String(index + 1).padStart(2, '0')}`,
    building,
    reference: `resident-${1001 + index}`,
    name: nameOf(index),
    address: `幸福路 ${building}-${flat} Xingfu Road`,
    telephone: telephone(202, index),
  };
}

/** `王秀英 Wang Xiuying`: a hundred and forty-four of them. */
function nameOf(index: number): string {
  const row = Math.floor(index / FAMILY_NAMES.length);
  const [family = '', familySound = ''] = partOf(FAMILY_NAMES, index);
  const [given = '', givenSound = ''] = partOf(GIVEN_NAMES, index + row);
  return `${family}${given} ${familySound} ${givenSound}`;
}

function partOf(names: readonly string[], index: number): string[] {
  return (names[index % names.length] as string).split(' ');
}

/** The buttons as the gateway knows them, each with a key of its own. */
export function demoDevices(count: number): DeviceRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const { deviceId, building, reference, name, address, telephone } = homeOf(index);
    return {
      deviceId,
      keys: [{ version: 1, secret: randomBytes(KEY_BYTES) }],
      group: `building-${building}`,
      home: {
        reference,
        name,
        address,
        telephone,
        community: COMMUNITY,
      },
      blocked: false,
    };
  });
}

/** `steps` to the north and to the east of the first building. */
function placeAt(north: number, east: number): { latitude: number; longitude: number } {
  return { latitude: LATITUDE + north * STEP_DEGREES, longitude: LONGITUDE + east * STEP_DEGREES };
}

type HelperFacts = Pick<Helper, 'kind' | 'name' | 'services'> & {
  building: number;
  community: string;
  north: number;
  east: number;
};

const HELPERS: readonly HelperFacts[] = [
  {
    kind: 'volunteer',
    name: '赵磊 Zhao Lei',
    services: ['urgent', 'shopping', 'company'],
    building: 1,
    community: COMMUNITY,
    north: 0,
    east: 0,
  },
  {
    kind: 'volunteer',
    name: '孙梅 Sun Mei',
    services: ['urgent', 'company', 'learning'],
    building: 2,
    community: COMMUNITY,
    north: 0,
    east: 1,
  },
  {
    kind: 'carer',
    name: '周芳 Zhou Fang',
    services: ['urgent', 'cleaning', 'meals'],
    building: 0,
    community: COMMUNITY,
    north: 2,
    east: 1,
  },
  {
    kind: 'community_worker',
    name: '吴敏 Wu Min',
    services: ['urgent', 'company', 'learning'],
    building: 0,
    community: COMMUNITY,
    north: 1,
    east: 3,
  },
  {
    kind: 'merchant',
    name: '幸福食堂 Xingfu Canteen',
    services: ['meals', 'shopping'],
    building: 0,
    community: '',
    north: 3,
    east: 2,
  },
  {
    kind: 'merchant',
    name: '洁家保洁 Jiejia Cleaning',
    services: ['cleaning'],
    building: 0,
    community: '',
    north: 5,
    east: 1,
  },
  {
    kind: 'emergency',
    name: '急救站 Ambulance station',
    services: ['urgent'],
    building: 0,
    community: '',
    north: 8,
    east: 6,
  },
];

function helperOf(facts: HelperFacts, index: number): Helper {
  const { kind, name, services, building, community, north, east } = facts;
  const { latitude, longitude } = placeAt(north, east);
  return {
    kind,
    name,
    telephone: telephone(404, index),
    subdistrict: SUBDISTRICT,
    community,
    building: building === 0 ? '' : buildingName(building),
    services,
    hours: [],
    latitude,
    longitude,
    isActive: true,
  };
}

/** Undefined: nobody in the archive has this home yet. `helperIds` are those of HELPERS. */
function residentOf(index: number, helperIds: readonly number[]): Resident | undefined {
  const { deviceId, building, reference, name, address, telephone: own } = homeOf(index);
  const place = index % FAMILY_NAMES.length;
  if (place === WITHOUT_SHEET) return undefined;
  const known: Resident = {
    ...NO_RESIDENT,
    reference,
    name,
    telephone: own,
    subdistrict: SUBDISTRICT,
    community: COMMUNITY,
    building: buildingName(building),
    address,
    deviceIds: [deviceId],
  };
  if (place === WITHOUT_FACTS) return known;
  const pick = (texts: readonly string[]) => texts[index % texts.length] as string;
  const family = index % FAMILIES.length;
  const pair = pairOf(index, helperIds);
  return {
    ...known,
    birthDate: `19${String(34 + (index % 15))}-0${1 + (index % 9)}-1${index % 10}`,
    access: pick(ACCESS),
    family: pick(FAMILIES),
    health: pick(HEALTH),
    formerWorkplace: '第二中学 No. 2 Middle School',
    partyOrganisation: '幸福社区党支部 Xingfu branch',
    strengths: '书法 Calligraphy',
    needs: pick(NEEDS),
    situations: [family === 0 ? 'bereft' : family === 1 ? 'alone' : 'with_family'],
    contacts: [
      {
        name: `${name.slice(0, 1)}伟 ${name.split(' ')[1]} Wei`,
        relation: '儿子 son',
        telephone: telephone(303, 2 * index),
      },
      {
        name: '何姨 Aunt He',
        relation: '邻居 neighbour',
        telephone: telephone(303, 2 * index + 1),
      },
    ],
    pairs: pair === undefined ? [] : [pair],
    ...placeAt(0, building - 1),
  };
}

/** The first home has a volunteer of its own, the second another, the third the carer. */
function pairOf(index: number, helperIds: readonly number[]): number | undefined {
  return index < 3 ? helperIds[index] : undefined;
}

/** Writes helpers and sheets, as an archive keeper does it. Rejects when the desk refuses one. */
export async function fillArchive(keeper: DeskClient, homes: number): Promise<void> {
  const helperIds: number[] = [];
  for (const [index, facts] of HELPERS.entries()) {
    const helper = helperOf(facts, index);
    const { id } = await keeper.ask<{ id: number }>('/api/helpers', { version: null, helper });
    helperIds.push(id);
  }
  for (let index = 0; index < homes; index++) {
    const resident = residentOf(index, helperIds);
    if (resident) await keeper.ask('/api/residents', { version: null, resident });
  }
}
