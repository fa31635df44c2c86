// A page without React. It shows the picker with the properties in its URL.
import { mountPicker } from '@stepkey/picker'
import '@stepkey/picker/picker.css'

const host = document.getElementById('host') as HTMLElement
mountPicker(host, {
  ...JSON.parse(decodeURIComponent(location.hash.slice(1))),
  onSelected() {},
  onCreated() {},
})
