// `npm run dev`: the server restarts and the page reloads as files change. Open http://localhost:5173.
import { prepare, run, stop } from './toolchain.mjs'

await prepare()
const port = process.env.PORT ?? '4000'
const page = 'http://localhost:5173'
const env = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}

const server = run(
  'node',
  ['--watch', '--watch-preserve-output', '--disable-warning=ExperimentalWarning', 'apps/server/src/main.ts'],
  {
    // The browser talks to Vite, which passes calls on: to the server, that page is where it is reached.
    env: { ...env, PORT: port, PUBLIC_URL: page },
    line: (text) => console.log(`server | ${text}`),
  },
)
const web = run('vite', ['--port', new URL(page).port, '--strictPort'], {
  cwd: 'apps/web',
  env: { ...env, STEPKEY_SERVER_URL: `http://127.0.0.1:${port}` },
  line: (text) => console.log(`web    | ${text}`),
})

// Half of it is of no use: when one ends, so does the other.
await Promise.race([server, web])
stop('SIGTERM')
