// Where the officer's page starts.
import { createRoot } from 'react-dom/client';
import { start } from './live.ts';
import { Shell } from './shell/shell.tsx';
import './style/base.css';
import './style/parts.css';

start();
createRoot(document.getElementById('page') as HTMLElement).render(<Shell />);
