import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.STEPKEY_SERVER_URL ?? 'http://127.0.0.1:4000'

const FOR_FORMS = /[\\/](zod|catalog|simple-icons)[\\/]/

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // What a page shows while it waits is a part of the page: only its loader belongs to the first one.
      codeSplittingOptions: {
        defaultBehavior: [['component', 'pendingComponent', 'notFoundComponent', 'errorComponent']],
      },
      addExtensions: true,
      quoteStyle: 'single',
      routeFileIgnorePattern: '\\.test\\.',
      tmpDir: 'node_modules/.tanstack',
    }),
    react(),
  ],
  // The policy of the page allows no data: addresses for scripts and styles.
  build: {
    // The screen, and the picker for frames in other pages, which brings along neither shell nor router.
    rolldownOptions: {
      input: ['index.html', 'embed.html'],
      output: {
        // What many pages share comes in one piece instead of dozens, but for what only forms need.
        advancedChunks: { groups: [{ name: 'common', minShareCount: 8, test: (id) => !FOR_FORMS.test(id) }] },
      },
    },
    assetsInlineLimit: 0,
    target: 'es2023',
    // Browsers that know light-dark(): a replacement for older ones would lose its colours.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
  },
  server: {
    proxy: Object.fromEntries(
      ['/trpc', '/api', '/auth', '/healthz', '/readyz'].map((path) => [path, server]),
    ),
  },
})
