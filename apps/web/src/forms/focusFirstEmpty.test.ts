import { beforeEach, expect, it } from 'vitest'
import { focusFirstEmpty } from './focusFirstEmpty.ts'

const FORM = '<form><input required value="shop"><input><input required id="empty"></form>'

beforeEach(() => {
  document.body.innerHTML = ''
})

function show(html: string) {
  document.body.innerHTML = html
  focusFirstEmpty(document.querySelector('form'))
  return document.activeElement
}

it('focuses the first required input that is empty', () => {
  expect(show(FORM)?.id).toBe('empty')
})

it('leaves the focus alone while a dialog is opening over the page', () => {
  expect(show(`${FORM}<div role="dialog"><input></div>`)).toBe(document.body)
})

it('focuses an input of a form that is in a dialog', () => {
  expect(show(`<div role="dialog">${FORM}</div>`)?.id).toBe('empty')
})
