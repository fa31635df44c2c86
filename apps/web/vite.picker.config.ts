import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The picker as a React component: `@stepkey/web/picker`. */
export default defineConfig({
  plugins: [react()],
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
