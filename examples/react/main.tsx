// A React page whose customers connect their own accounts: the picker, and the list of what they can connect.
//
//   npm install react react-dom vite http://localhost:4000/packages/picker.tgz http://localhost:4000/packages/connect.tgz
//   npx vite build
//
// Serve `dist` from a server with `POST /session`, such as examples/connect-server.
import { type ConnectComponent, createConnect } from '@stepkey/connect'
import { StepkeyPicker } from '@stepkey/picker/react'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '@stepkey/picker/picker.css'

interface Session {
  url: string
  token: string
}

/** Asks the server of this page for a connect session. */
async function newSession(): Promise<Session> {
  const response = await fetch('/session', { method: 'POST' })
  if (!response.ok) throw new Error('No connect session could be created.')
  return await response.json()
}

function Connections() {
  const [session, setSession] = useState<Session>()
  const [connected, setConnected] = useState<string>()
  const renew = async () => setSession(await newSession())
  useEffect(() => void renew(), [])
  if (!session) return <p>Loading…</p>
  return (
    <>
      <Available {...session} />
      <StepkeyPicker
        {...session}
        onSelected={({ credentialId }) => setConnected(credentialId)}
        onCreated={({ credentialId }) => setConnected(credentialId)}
        onExpired={renew}
      />
      <output>{connected && `Connected: ${connected}`}</output>
    </>
  )
}

/** Names the applications of a session, without the user interface of Stepkey. */
function Available({ url, token }: Session) {
  const [components, setComponents] = useState<ConnectComponent[]>([])
  useEffect(() => {
    void createConnect({ url, token }).components().then(setComponents)
  }, [url, token])
  return <p>You can connect {components.map(({ title }) => title).join(', ')}.</p>
}

createRoot(document.getElementById('app') as HTMLElement).render(<Connections />)
