// What an installer reads, in the language of the installer.
import type { INSTALLER } from '../../messages/installer.ts';
import type { In } from '../../messages/sentence.ts';

export type Texts = In<typeof INSTALLER>;
