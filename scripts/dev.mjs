// `npm run dev`: restarts the server and reloads the page when files change. Open http://localhost:5173.
import { prepare, run, stop } from './toolchain.mjs'

await prepare()
const port = process.env.PORT ?? '4000'
const page = 'http://localhost:5173'
const env = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}

const server = run(
  'node',
  ['--watch', '--watch-preserve-output', '--disable-warning=ExperimentalWarning', 'apps/server/src/main.ts'],
  {
    // The browser uses Vite's address, and Vite forwards API calls to the server. So that address is the public URL.
    env: { ...env, PORT: port, PUBLIC_URL: page },
    line: (text) => console.log(`server | ${text}`),
  },
)
const web = run('vite', ['--port', new URL(page).port, '--strictPort'], {
  cwd: 'apps/web',
  env: { ...env, STEPKEY_SERVER_URL: `http://127.0.0.1:${port}` },
  line: (text) => console.log(`web    | ${text}`),
})

// When one process ends, stop the other.
await Promise.race([server, web])
stop('SIGTERM')
