import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/top.css';
import './styles/tiles.css';
import './styles/charts.css';
import './styles/table.css';
import './styles/phone-row.css';
import { App } from './app';
import { Live } from './store/live';

const root = document.getElementById('app');
if (root) render(<App live={new Live()} />, root);
