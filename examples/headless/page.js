import { createConnect } from '@stepkey/connect'
import { createFields } from './fields.js'

const [componentChoice, methodChoice, nameInput, fieldsElement, verifyButton, saveButton] = [
  '#component',
  '#method',
  '#name',
  '#fields',
  '#verify',
  '#save',
].map((selector) => document.querySelector(selector))
const [formElement, output, list] = ['form', 'output', 'ul'].map((tag) => document.querySelector(tag))

/** Asks the server of this page for a connect session. */
async function newSession() {
  const response = await fetch('/session', { method: 'POST' })
  if (!response.ok) throw new Error('No connect session could be created.')
  return await response.json()
}

const connect = createConnect({
  ...(await newSession()),
  onExpired: async () => connect.setToken((await newSession()).token),
})
connect.on('created', ({ credentialId }) => show(`Connected: ${credentialId}`))

let methods = []
let fields

const method = () => methods.find(({ id }) => id === methodChoice.value)
const input = () => ({
  componentId: componentChoice.value,
  methodId: methodChoice.value,
  values: fields.read(),
})
const show = (...content) => output.replaceChildren(...content)

function fillChoice(choice, options) {
  choice.replaceChildren(...options.map(({ id, title }) => new Option(title, id)))
}

/** Shows the form of the chosen component, unless another one is chosen while it is loaded. */
async function showForm() {
  const componentId = componentChoice.value
  const [form, { items }] = await Promise.all([
    connect.form(componentId),
    connect.credentials({ componentId }),
  ])
  if (componentId !== componentChoice.value) return
  methods = form.methods.filter(({ retired }) => !retired)
  fillChoice(methodChoice, methods)
  showFields()
  list.replaceChildren(
    ...items.map(({ name, status }) => {
      const item = document.createElement('li')
      item.textContent = `${name}: ${status}`
      return item
    }),
  )
}

/** Shows the fields of the chosen method. */
function showFields() {
  const { schema, initialValues, consent } = method()
  fields = createFields(schema, initialValues)
  fieldsElement.replaceChildren(...fields.elements)
  // Values for OAuth can be verified only after the user has granted access.
  verifyButton.hidden = consent !== undefined
  saveButton.textContent = consent ? 'Connect' : 'Save'
}

/** Runs an action, and shows its error. */
async function run(action) {
  try {
    await action()
  } catch (error) {
    // Errors of single fields have paths such as `values.apiKey`.
    show([error.message, ...(error.fields ?? []).map(({ path, message }) => `${path}: ${message}`)].join(' '))
  }
}

/** Shows what the user has to do at the provider. */
function showPending(pending) {
  if (pending.kind === 'code') return show(`Enter ${pending.userCode} at ${pending.verificationUrl}`)
  if (pending.window === 'open') return show(`Approve access at ${pending.host}.`)
  // The window may be open nevertheless: pages can hide from the page that opened them.
  if (pending.window === 'closed') {
    const button = document.createElement('button')
    button.textContent = 'Open the window again'
    button.onclick = pending.reopen
    return show(`Approve access at ${pending.host}. Is the window closed? `, button)
  }
  // Stepkey opens the provider only for the page that began, so the link sends the origin of this one.
  const properties = { href: pending.url, target: '_blank', rel: 'noopener', referrerPolicy: 'origin' }
  show(Object.assign(document.createElement('a'), properties, { textContent: 'Open the provider in a tab' }))
}

function showResult({ outcome, verification, message }) {
  if (outcome === 'not_saved') show(verification.message)
  if (outcome === 'refused') show(message)
}

// The window of the provider opens here, directly in the click handler.
const save = () =>
  method().consent
    ? connect.connect({ ...input(), name: nameInput.value, onPending: showPending })
    : connect.create({ ...input(), name: nameInput.value })

componentChoice.onchange = () => run(showForm)
methodChoice.onchange = showFields
verifyButton.onclick = () => run(async () => show((await connect.verify(input())).message))
formElement.onsubmit = (event) => {
  event.preventDefault()
  run(async () => showResult(await save()))
}

await run(async () => {
  fillChoice(componentChoice, await connect.components())
  await showForm()
})
