/**
 * Creates the inputs for a JSON Schema of `form()`: texts, secrets, choices, and variants with fields of their own.
 * @param {object} schema an object schema
 * @param {object} initialValues
 * @returns {{ elements: Element[], read(): object }} the elements, and a function that returns the entered values
 */
export function createFields({ properties = {}, required = [] }, initialValues = {}) {
  const fields = Object.entries(properties)
    // The kind of a variant is chosen above its fields.
    .filter(([, property]) => !('const' in property))
    .map(([name, property]) => {
      const field = createField(property, initialValues[name] ?? property.default)
      const help = element('small', { textContent: property.description ?? '' })
      // A group has several inputs, which a label can’t name together.
      const container = field.isGroup ? element('fieldset') : element('label')
      const title = property.title ?? name
      const text = required.includes(name) ? title : `${title} (optional)`
      container.append(
        field.isGroup ? element('legend', { textContent: text }) : text,
        ...field.elements,
        help,
      )
      return { name, container, read: field.read }
    })
  return {
    elements: fields.map(({ container }) => container),
    read: () =>
      Object.fromEntries(
        fields.map(({ name, read }) => [name, read()]).filter(([, value]) => value !== undefined),
      ),
  }
}

function createField(property, initial) {
  if (property.oneOf) return createVariants(property.oneOf, initial)
  if (property.type === 'array' && property.items?.enum) return createCheckboxes(property.items.enum, initial)
  if (property.type === 'boolean') {
    const input = element('input', { type: 'checkbox', checked: initial ?? false })
    return { elements: [input], read: () => input.checked }
  }
  const input = property.enum
    ? createChoice(['', ...property.enum], initial)
    : element(property['x-multiline'] ? 'textarea' : 'input', { value: initial ?? '', autocomplete: 'off' })
  if (property.writeOnly && input.tagName === 'INPUT') input.type = 'password'
  const isNumber = property.type === 'integer' || property.type === 'number'
  // A field that is left empty is omitted.
  const read = () => (input.value === '' ? undefined : isNumber ? Number(input.value) : input.value)
  return { elements: [input], read }
}

/** A choice of variants: object schemas that differ in the constant of `kind`. */
function createVariants(variants, initial) {
  const kinds = variants.map(({ properties }) => properties.kind.const)
  const choice = createChoice(kinds, initial?.kind)
  choice.ariaLabel = 'Kind'
  const place = element('div')
  let fields
  choice.onchange = () => {
    fields = createFields(variants[kinds.indexOf(choice.value)], initial)
    place.replaceChildren(...fields.elements)
  }
  choice.onchange()
  return {
    isGroup: true,
    elements: [choice, place],
    read: () => ({ kind: choice.value, ...fields.read() }),
  }
}

function createCheckboxes(options, initial = []) {
  const boxes = options.map((value) =>
    element('input', { type: 'checkbox', value, checked: initial.includes(value) }),
  )
  const labels = boxes.map((box) => {
    const label = element('label')
    label.append(box, box.value)
    return label
  })
  return {
    isGroup: true,
    elements: labels,
    read: () => boxes.filter(({ checked }) => checked).map(({ value }) => value),
  }
}

function createChoice(options, initial) {
  const choice = element('select')
  choice.append(...options.map((option) => new Option(option, option, false, option === initial)))
  return choice
}

const element = (tag, properties = {}) => Object.assign(document.createElement(tag), properties)
