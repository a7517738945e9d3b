// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';

// React's scheduler in jsdom wants a MessageChannel; Node's own would keep the process alive.
globalThis.MessageChannel = class {
  constructor() {
    this.port1 = { onmessage: null, close() {} };
    this.port2 = { postMessage: (data) => setTimeout(() => this.port1.onmessage?.({ data }), 0), close() {} };
  }
};
