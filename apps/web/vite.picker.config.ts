import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The script and the styles of `@stepkey/picker`. */
export default defineConfig({
  plugins: [react()],
  // Contains React, so that it works in pages with another version, and in pages without it.
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: '../../packages/picker/dist',
    license: { fileName: 'THIRD-PARTY-NOTICES.md' },
    copyPublicDir: false,
    reportCompressedSize: false,
    target: 'es2023',
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    lib: {
      entry: 'src/picker/mountPicker.tsx',
      formats: ['es'],
      fileName: 'picker',
      cssFileName: 'picker',
    },
  },
})
