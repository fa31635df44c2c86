declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'

  export default function hoodiecrow(options: {
    plugins?: string[]
    users?: Record<string, { password: string }>
    storage?: Record<string, object>
    credentials?: { key: string; cert: string }
    secureConnection?: boolean
  }): { server: Server }
}
