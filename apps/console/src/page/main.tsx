import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { App } from './app.js';
import './styles/index.css';
import { startTheme } from './theme.js';

// The page's policy lets nothing be evaluated, which validators would try.
config({ jitless: true });
startTheme();
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
