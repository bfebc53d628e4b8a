// Bottleneck's build without Redis, which the throttling plugin bundles anyway, has no types of its own.

declare module "bottleneck/light.js" {
  export { default } from "bottleneck";
}
