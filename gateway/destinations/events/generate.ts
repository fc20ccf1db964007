// `npm run build:events`: writes the AsyncAPI document.
import { writeFileSync } from 'node:fs';
import { asyncApiYaml } from './asyncapi.ts';

writeFileSync(new URL('../asyncapi.yaml', import.meta.url), asyncApiYaml());
