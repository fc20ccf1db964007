// How long the texts of homes and devices may be, wherever somebody hands one in.

/** Of each text, in characters of UTF-16. */
export const MAX_CHARACTERS = {
  reference: 64,
  community: 128,
  subdistrict: 128,
  name: 128,
  address: 256,
  telephone: 32,
  group: 64,
  reason: 200,
} as const;
