import { type PickerProps, StepkeyPicker } from '@stepkey/picker/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import '@stepkey/picker/picker.css'

/** A page that renders the picker with the properties in its URL, and shows its events. */
function Page(props: Pick<PickerProps, 'url' | 'token' | 'theme'>) {
  const [output, setOutput] = useState('')
  const report = (event: string) => (picked?: object) => setOutput(`${event} ${JSON.stringify(picked)}`)
  return (
    <>
      <output>{output}</output>
      <StepkeyPicker
        {...props}
        onSelected={report('selected')}
        onCreated={report('created')}
        onExpired={() => report('expired')()}
      />
    </>
  )
}

const host = document.getElementById('host') as HTMLElement
createRoot(host).render(<Page {...JSON.parse(decodeURIComponent(location.hash.slice(1)))} />)
