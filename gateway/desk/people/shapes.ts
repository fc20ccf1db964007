// What accounts and shifts look like between the desk and its pages.

export interface Person {
  name: string;
  role: 'officer' | 'leader' | 'archive_keeper' | 'viewer';
  /** UTC milliseconds. */
  createdAt: number;
  isDisabled: boolean;
  /** On how many browsers. */
  sessions: number;
}

export interface Shift {
  number: number;
  officer: string;
  /** UTC milliseconds. */
  from: number;
  to: number;
}

export interface Gap {
  from: number;
  to: number;
}

export interface Plan {
  shifts: readonly Shift[];
  /** Times from now on in which nobody is on the plan. */
  gaps: readonly Gap[];
  /** Who should be on duty now, and has no page that is. */
  missing: readonly string[];
  /** Who may be put on it. */
  officers: readonly string[];
}
