// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/motion_plots.h"

#include "core/training/weight_motion.h"
#include "ui/charts/plot_view.h"

#include <QCoreApplication>

#include <algorithm>

namespace orthant::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("MotionPlots", text); }

/// What a plot says under its curves, by the id of its field: two sentences and the source.
struct Words {
    const char *id, *caption;
};
constexpr Words words[] = {
    {"fromStart", QT_TRANSLATE_NOOP("MotionPlots", "Share of the shipped bits that differ from the start. A network that reaches its accuracy with few of them has hardly "
                                                   "learned its signs. Bai et al. 2018 (ProxQuant) log it.")},
    {"flipMass", QT_TRANSLATE_NOOP("MotionPlots", "2 |w*| summed over the weights that flip, for each step: how far they overshoot zero. It is the error term of "
                                                  "BinaryConnect's convergence theorem; derived here from ProxConnect (Dockhorn et al. 2021).")},
    {"certificate", QT_TRANSLATE_NOOP("MotionPlots", "For a convex loss the best step is at most so far from the signs of now. For a network it is only a diagnosis: falling is "
                                                     "good, a floor means that weights go on flipping. Derived here from ProxConnect.")},
    {"binarityGap", QT_TRANSLATE_NOOP("MotionPlots", "How far the maps of training are from what ships; 0 for plain signs. At the end it should be small, or the soft network is not "
                                                     "the one that you get. Derived here.")},
    {"dead", QT_TRANSLATE_NOOP("MotionPlots", "Weights with |B| below 0.001 get no gradient and can no longer flip. Many of them early on: widen the window of B or "
                                              "clip the weights.")},
    {"negative", QT_TRANSLATE_NOOP("MotionPlots", "Weights whose B is negative move against the gradient. SignSwish (BNN+, BNN++) has this beyond |mu w| = 2.4, "
                                                  "so that large weights are drawn back.")},
    {"gradientMatch", QT_TRANSLATE_NOOP("MotionPlots", "Cosine between the gradient that is used and the one through the forward map itself. 1 means that training follows its loss; "
                                                       "the pairs of BNN++ do so, the sign has no slope to follow.")},
    {"schedule", QT_TRANSLATE_NOOP("MotionPlots", "What the method changes over the run: mu, beta or t. The other curves bend where this one does.")},
    {"distance", QT_TRANSLATE_NOOP("MotionPlots", "Length of the way of the latent weights, in lengths of the vector at the start. Bits change only where a weight crosses "
                                                  "zero, so much way with few flips is way for nothing.")},
};

QString captionOf(const MotionField& field) {
    for (const Words& entry : words)
        if (std::string_view(entry.id) == field.id) return tr(entry.caption);
    return tr(field.help);
}

struct Scale {
    double factor;
    QString title, unit; ///< of the axis
};
Scale scaleOf(const MotionField& field) {
    const QString unit = QString::fromLatin1(field.unit);
    if (unit == "fraction") return {100, tr("Share"), QStringLiteral("%")};
    if (unit == "cosine") return {1, tr("Cosine"), {}};
    return {1, tr(field.title).section(" from ", 0, 0), unit};
}

void append(PlotSeries& series, std::int64_t step, const std::optional<double>& value, double factor) {
    if (!value) return;
    series.x.push_back(static_cast<double>(step));
    series.y.push_back(*value * factor);
}

void fillField(PlotView& view, const RunModel& run, const MotionField& field) {
    const Scale scale = scaleOf(field);
    view.setTitle(tr(field.title));
    view.setCaption(captionOf(field));
    view.setAxes({.title = tr("Step")}, {.title = scale.title, .unit = scale.unit});
    view.setEmptyText(tr("This run has no such readings: its quantizer does not act on each weight by itself, or its signs are not those of "
                         "latent weights, or no weights were read so far."));
    std::vector<PlotSeries> series;
    int color = 0;
    for (const std::string& layer : run.layers()) {
        PlotSeries curve{.name = QString::fromStdString(layer), .x = {}, .y = {}, .color = color++}; // a layer has the same colour in every plot
        for (const ProbeReading& reading : run.probes()) {
            const auto found = std::ranges::find(reading.layers, layer, &LayerReading::layer);
            if (found != reading.layers.end()) append(curve, reading.step, found->motion.*field.value, scale.factor);
        }
        if (!curve.x.empty()) series.push_back(std::move(curve));
    }
    if (series.size() > 1) {
        PlotSeries all{.name = tr("all layers"), .x = {}, .y = {}, .color = color};
        for (const ProbeReading& reading : run.probes()) append(all, reading.step, reading.motion.*field.value, scale.factor);
        if (!all.x.empty()) series.push_back(std::move(all));
    }
    view.setSeries(std::move(series));
}

void fillSoftGap(PlotView& view, const RunModel& run) {
    view.setTitle(tr("Soft less hard accuracy"));
    view.setCaption(tr("What the soft maps of training gain over the bits that ship, on 500 test samples. It should end near zero: then the "
                       "hardening is done. Only methods with a soft forward map have it."));
    view.setAxes({.title = tr("Step")}, {.title = tr("Gap"), .unit = "%"});
    view.setEmptyText(tr("What trains here is what ships: there is no gap."));
    PlotSeries curve{.name = tr("soft less hard"), .x = {}, .y = {}, .color = 0};
    for (const ProbeReading& reading : run.probes()) append(curve, reading.step, reading.softGap, 100);
    std::vector<PlotSeries> series;
    if (!curve.x.empty()) series.push_back(std::move(curve));
    view.setSeries(std::move(series));
}

} // namespace

std::size_t motionPlotCount() { return motionFields().size() + 1; }

QString motionPlotName(std::size_t plot) {
    if (plot >= motionFields().size()) return QStringLiteral("soft_gap");
    QString name;
    for (const QChar c : QString::fromLatin1(motionFields()[plot].id)) name += c.isUpper() ? QString('_') + c.toLower() : QString(c);
    return name;
}

void fillMotionPlot(PlotView& view, const RunModel& run, std::size_t plot) {
    if (plot < motionFields().size()) fillField(view, run, motionFields()[plot]);
    else fillSoftGap(view, run);
}

} // namespace orthant::ui
