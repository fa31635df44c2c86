import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const baseline = readFileSync(
  createRequire(import.meta.url).resolve('@mantine/core/styles/baseline.css'),
  'utf8',
)

/** Mantine's styles begin with what they make of the whole page. In somebody else's page that is not ours to say. */
const withoutBaseline: Plugin = {
  name: 'without-baseline',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/@mantine/core/styles.css')) return undefined
    if (!code.startsWith(baseline))
      throw new Error('Mantine’s styles don’t begin with their baseline any more.')
    return code.slice(baseline.length)
  },
}

/** The picker as a React component: `@stepkey/web/picker`. */
export default defineConfig({
  plugins: [withoutBaseline, react()],
  build: {
    outDir: 'dist-picker',
    copyPublicDir: false,
    target: 'es2023',
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    lib: {
      entry: 'src/picker/StepkeyPicker.tsx',
      formats: ['es'],
      fileName: 'picker',
      cssFileName: 'picker',
    },
    rolldownOptions: { external: [/^react(?:-dom)?(?:\/|$)/] },
  },
})
