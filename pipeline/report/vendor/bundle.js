// What the report uses of Apache ECharts, d3-force and Tabulator, and no more; `make report-assets` makes vendor.js of it.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { BarChart, CustomChart, GraphChart, ScatterChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import {
  AjaxModule, FormatModule, InteractionModule, PageModule, ResizeColumnsModule, ResizeTableModule,
  ResponsiveLayoutModule, SortModule, Tabulator,
} from "tabulator-tables";

use([
  BarChart, CanvasRenderer, CustomChart, GraphChart, GridComponent, LabelLayout, ScatterChart,
  TooltipComponent,
]);
Tabulator.registerModule([
  AjaxModule, FormatModule, InteractionModule, PageModule, ResizeColumnsModule, ResizeTableModule,
  ResponsiveLayoutModule, SortModule,
]);
globalThis.vendor = {
  charts: { init },
  forces: { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY },
  Tabulator,
};
