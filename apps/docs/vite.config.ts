import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { buildSite } from './src/site.ts'

const folder = fileURLToPath(new URL('../../docs', import.meta.url))

/** Adds the pages of the documentation to the build. */
const pages: Plugin = {
  name: 'stepkey-docs',
  generateBundle(_options, bundle) {
    const nameOf = (ending: string) => Object.keys(bundle).find((name) => name.endsWith(ending)) ?? ''
    for (const [fileName, source] of buildSite(folder, { script: nameOf('.js'), style: nameOf('.css') })) {
      this.emitFile({ type: 'asset', fileName, source })
    }
  },
}

export default defineConfig({
  plugins: [pages],
  base: '/docs/',
  build: {
    rolldownOptions: { input: 'src/client.ts' },
    assetsInlineLimit: 0,
    target: 'es2023',
  },
})
