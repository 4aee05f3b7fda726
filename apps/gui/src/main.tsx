import './no-code-generation.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/forms.css';
import './styles/policy.css';
import './styles/run.css';
import './styles/schedule.css';
import './styles/data.css';
import './styles/pages.css';
import { createClient } from '@daybook/api-contract';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ClientProvider } from './api/client-context.tsx';
import { createQueryCache } from './api/query-cache.ts';
import { App } from './app.tsx';
import { applyTheme, readTheme } from './theme.ts';

applyTheme(readTheme());
const client = createClient({ baseUrl: '', fetch: globalThis.fetch.bind(globalThis) });
const queries = createQueryCache();
const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ClientProvider client={client}>
          <App />
        </ClientProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
