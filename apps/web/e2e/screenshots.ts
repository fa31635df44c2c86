import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const phone = { width: 390, height: 844 }
export const desk = { width: 1280, height: 900 }

export const looks = [
  { size: phone, colorScheme: 'light' },
  { size: desk, colorScheme: 'light' },
  { size: desk, colorScheme: 'dark' },
] as const

/** However the page is looked at, axe has nothing to say, and nothing is wider than the window. */
export async function expectAccessible(page: Page, chosen: readonly (typeof looks)[number][] = looks) {
  for (const { size, colorScheme } of chosen) {
    const look = `${page.url()}, ${colorScheme}, ${size.width} px`
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await expect(page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`)).toBeAttached()
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }))
    expect(found, look).toEqual([])
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(tooWide, look).toBeLessThanOrEqual(0)
  }
}
