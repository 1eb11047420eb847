// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/network_list.h"

#include "core/experiment/catalogues.h"
#include "ui/base/colors.h"
#include "ui/base/icons.h"
#include "ui/charts/series_swatch.h"
#include "ui/widgets/furniture.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace orthant::ui {

namespace {

constexpr std::size_t most = 12, none = static_cast<std::size_t>(-1);

const std::vector<ParamSpec>& designParams() {
    static const std::vector<ParamSpec> specs = {
        textParam("title", "Title", "", "What the plots and tables call it."),
        componentParam("algorithm", "Algorithm", "unrolled", Component("lista_cp"), "The solver that is unrolled into layers."),
        componentParam("weights", "Weights", "link_weights", Component("one_bit"), "How the weights are made from latent ones."),
        choiceParam("mask", "Links", "operator", {"operator", "dense"}, "operator: the structure of A gives the zeros; dense: every link."),
        integerParam("reach", "Reach", 0, "How often the structure is applied: the support of (A^T A)^reach A^T.").range(0, 8).onlyFor("mask", {"operator"})};
    return specs;
}

Params valuesOf(const UnrolledDesign& design) {
    return {{"title", design.title}, {"algorithm", design.algorithm}, {"weights", design.weights}, {"mask", design.mask}, {"reach", static_cast<std::int64_t>(design.reach)}};
}

/// Algorithm and weights at a glance.
QString digest(const UnrolledDesign& design) {
    return QString::fromStdString(design.algorithm.id + ", " + design.weights.id + (design.mask == "dense" ? ", dense" : "") + (design.edits.empty() ? "" : ", edited links"));
}

QToolButton* tool(const QString& iconName, const QString& name, const QString& tip, bool enabled, QWidget* parent) {
    QToolButton* button = iconButton(iconName, tip, enabled, parent);
    button->setObjectName(name);
    return button;
}

} // namespace

NetworkList::NetworkList(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)), open_(none) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(2);
}

void NetworkList::setNetworks(std::vector<PlannedNetwork> networks) {
    networks_ = std::move(networks);
    open_ = none;
    rebuild();
}

void NetworkList::edit(std::size_t open) {
    open_ = open;
    rebuild();
    Q_EMIT changed();
}

/// A long title would make the form wider than its place.
QString NetworkList::shortTitle(const std::string& title) const { return fontMetrics().elidedText(QString::fromStdString(title), Qt::ElideRight, 150); }

std::string NetworkList::freeTitle(const std::string& wish) const {
    std::string title = wish;
    for (int number = 2; std::ranges::any_of(networks_, [&](const PlannedNetwork& network) { return network.title == title; }); ++number)
        title = wish + " " + std::to_string(number);
    return title;
}

void NetworkList::rebuild() {
    clearLater(*column_);
    for (std::size_t i = 0; i < networks_.size(); ++i) column_->addWidget(makeSection(i));
    auto* add = new QPushButton(icon("add"), tr("Add a network"), this);
    add->setObjectName("add_network");
    add->setEnabled(networks_.size() < most);
    add->setToolTip(tr("Up to %1 networks are trained on the same problem and the same samples").arg(most));
    connect(add, &QPushButton::clicked, this, [this] {
        PlannedNetwork network = networks_.empty() ? PlannedNetwork{} : networks_.back();
        if (networks_.empty()) {
            network.algorithm = resolveComponent("unrolled", Component("lista_cp"), {});
            network.weights = resolveComponent("link_weights", Component("one_bit"), {});
        }
        network.title = freeTitle("Network");
        networks_.push_back(std::move(network));
        edit(networks_.size() - 1);
    });
    column_->addWidget(add);
}

Section* NetworkList::makeSection(std::size_t index) {
    auto* section = new Section(shortTitle(networks_[index].title), this);
    section->setToolTip(QString::fromStdString(networks_[index].title));
    auto* swatch = new QLabel(section);
    swatch->setPixmap(seriesSwatch(static_cast<int>(index), PlotColors::of(palette())));
    swatch->setToolTip(tr("Its colour in the plots; in bars: a dashed line"));
    auto* copy = tool("copy", "copy_network", tr("Copy this network"), networks_.size() < most, section);
    auto* remove = tool("trash", "remove_network", tr("Remove this network"), networks_.size() > 1, section);
    section->addTool(swatch);
    section->addTool(copy);
    section->addTool(remove);
    section->setHint(digest(networks_[index]));
    connect(copy, &QToolButton::clicked, this, [this, index] {
        PlannedNetwork network = networks_[index];
        network.title = freeTitle(network.title);
        networks_.insert(std::next(networks_.begin(), static_cast<std::ptrdiff_t>(index) + 1), std::move(network));
        edit(index + 1);
    });
    connect(remove, &QToolButton::clicked, this, [this, index] {
        networks_.erase(std::next(networks_.begin(), static_cast<std::ptrdiff_t>(index)));
        edit(none);
    });
    auto* form = new ParamForm(designParams(), {}, section, ParamForm::Help::Tips);
    form->setValues(valuesOf(networks_[index]));
    connect(form, &ParamForm::changed, this, [this, index, form, section] {
        const Params& values = form->values();
        PlannedNetwork& network = networks_[index];
        network.title = values.text("title");
        network.algorithm = values.component("algorithm");
        network.weights = values.component("weights");
        network.mask = values.text("mask");
        network.reach = values.size("reach");
        section->setTitle(shortTitle(network.title));
        section->setHint(digest(network));
        Q_EMIT changed();
    });
    form->setContentsMargins(16, 0, 0, 6);
    section->setContent(form);
    section->setOpen(index == open_);
    return section;
}

void NetworkList::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !networks_.empty()) rebuild(); // the colours of the swatches
}

} // namespace orthant::ui
