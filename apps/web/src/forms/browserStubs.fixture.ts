/** Stubs the browser APIs that Mantine uses and jsdom does not have. */
export function stubBrowser() {
  window.matchMedia = (query) =>
    ({
      matches: false,
      media: query,
      addEventListener() {},
      removeEventListener() {},
    }) as unknown as MediaQueryList
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Element.prototype.scrollIntoView = () => {}
  Object.assign(document, { fonts: { addEventListener() {}, removeEventListener() {} } })
}
