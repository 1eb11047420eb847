// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/study_stage.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/geometry/number_list.h"
#include "core/geometry/scalar_quantizer_params.h"
#include "ui/charts/level_editor.h"
#include "ui/charts/orthant_view.h"
#include "ui/widgets/filter_pad.h"
#include "ui/widgets/text_labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>
#include <functional>

namespace orthant::ui {

namespace {

QHBoxLayout* toolRow(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 2, 8, 2);
    column->addLayout(row);
    return row;
}

/// Thresholds and levels over the density of the source. The first touch makes the scheme the user's own.
class LevelStage final : public StudyStage {
  public:
    LevelStage() : editor_(new LevelEditor), symmetric_(new QCheckBox(tr("Symmetric"))) {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(editor_, 1);
        auto* row = toolRow(column);
        symmetric_->setChecked(true);
        symmetric_->setToolTip(tr("Each change is mirrored at zero"));
        row->addWidget(symmetric_);
        row->addStretch(1);
        connect(symmetric_, &QCheckBox::toggled, editor_, &LevelEditor::setSymmetric);
        connect(editor_, &LevelEditor::quantizerEdited, this, [this](const std::vector<double>& thresholds, const std::vector<double>& levels) {
            Q_EMIT edited({{"scheme", std::string("user")}, {"levels", levelText({thresholds, levels})}});
        });
        editor_->setSymmetric(true);
    }
    void show(const Params& params) override {
        const theory::Source source = sourceOf(params);
        editor_->setDensity([source](double x) { return theory::sourceDensity(source, x); }, -3, 3);
        try {
            const theory::ScalarQuantizer quantizer = scalarQuantizerOf(params);
            if (quantizer.thresholds == editor_->thresholds() && quantizer.levels == editor_->levels()) return;
            if (editor_->symmetric() && params.text("scheme") == "user") {
                const QSignalBlocker block(symmetric_); // typed levels stay as they are typed
                symmetric_->setChecked(false);
                editor_->setSymmetric(false);
            }
            editor_->setQuantizer(quantizer.thresholds, quantizer.levels);
        } catch (const Error&) { // half-typed text: the study says what is wrong with it
        }
    }
    PlotFrame* frame() override { return editor_; }

  private:
    LevelEditor* editor_;
    QCheckBox* symmetric_;
};

/// The vector and its corner in two and three dimensions; "lift" raises the dimension and lets the hill become a peak.
class OrthantStage final : public StudyStage {
  public:
    OrthantStage() : view_(new OrthantView), lift_(new QPushButton(tr("Lift to 1000 dimensions"))) {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(view_, 1);
        auto* row = toolRow(column);
        for (const int d : {2, 3}) {
            auto* button = new QPushButton(d == 2 ? tr("Square") : tr("Cube"));
            button->setObjectName(QStringLiteral("dimension_%1").arg(d));
            row->addWidget(button);
            connect(button, &QPushButton::clicked, this, [this, d] { setDimension(d); });
        }
        lift_->setObjectName("lift");
        lift_->setToolTip(tr("Raises the dimension step by step: watch the hill of angles become a narrow peak at 37 degrees"));
        row->addWidget(lift_);
        row->addStretch(1);
        timer_.setInterval(std::chrono::milliseconds(90));
        connect(&timer_, &QTimer::timeout, this, &OrthantStage::rise);
        connect(lift_, &QPushButton::clicked, this, [this] {
            if (dimension_ >= highest) dimension_ = 2;
            timer_.start();
        });
        connect(view_, &OrthantView::vectorChanged, this, [this](const std::vector<double>& vector) {
            std::string text;
            for (const double x : vector) text += (text.empty() ? "" : ", ") + QString::number(x, 'g', 4).toStdString();
            Q_EMIT edited({{"vector", text}});
        });
    }
    void show(const Params& params) override {
        dimension_ = params.integer("dimension");
        if (dimension_ <= 3) view_->setDimension(static_cast<int>(dimension_));
        try {
            std::vector<double> vector = parseNumbers(params.text("vector"), "/vector");
            vector.resize(static_cast<std::size_t>(view_->dimension()), 0.0);
            view_->setVector(vector);
        } catch (const Error&) { // half-typed text: the study says what is wrong with it
        }
    }
    PlotFrame* frame() override { return view_; }

  private:
    static constexpr std::int64_t highest = 1000;

    void setDimension(int d) {
        timer_.stop();
        view_->setDimension(d);
        std::string text;
        for (const double x : view_->vector()) text += (text.empty() ? "" : ", ") + QString::number(x, 'g', 4).toStdString();
        Q_EMIT edited({{"dimension", static_cast<std::int64_t>(d)}, {"vector", text}});
    }
    void rise() {
        if (!isVisible()) return timer_.stop();
        const std::int64_t next = std::min(highest, std::max(dimension_ + 1, dimension_ * 115 / 100));
        if (next == highest) timer_.stop();
        Q_EMIT edited({{"dimension", next}});
    }

    OrthantView* view_;
    QPushButton* lift_;
    QTimer timer_;
    std::int64_t dimension_ = 2;
};

/// A filter that is painted; the study shows what its signs do on real patches.
class FilterStage final : public StudyStage {
  public:
    FilterStage() : pad_(new FilterPad) {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(8, 6, 8, 6);
        column->setSpacing(4);
        column->addWidget(headingLabel(tr("Paint a filter"), 2, this));
        column->addWidget(smallLabel(tr("Left button +1, right button -1. Its dot products with the patches appear in the map."), this));
        column->addWidget(pad_, 1);
        auto* row = toolRow(column);
        const auto add = [&](const QString& text, auto work) {
            auto* button = new QPushButton(text);
            row->addWidget(button);
            connect(button, &QPushButton::clicked, this, work);
            return button;
        };
        add(tr("Edge"), [this] { fill([this](int, int c) { return c < side_ / 2 ? -1.0 : c >= (side_ + 1) / 2 ? 1.0 : 0.0; }); });
        add(tr("Flat"), [this] { fill([](int, int) { return 1.0; }); });
        add(tr("Clear"), [this] { fill([](int, int) { return 0.0; }); });
        channel_ = new QComboBox;
        channel_->addItems({tr("RGB"), tr("R"), tr("G"), tr("B")});
        channel_->setAccessibleName(tr("Colour that is painted"));
        row->addWidget(channel_);
        row->addStretch(1);
        connect(channel_, &QComboBox::currentIndexChanged, this, [this](int index) { pad_->setChannel(index - 1); });
        connect(pad_, &FilterPad::painted, this, [this] {
            std::string text;
            for (const double x : pad_->values()) text += (text.empty() ? "" : ", ") + shortest(x);
            Q_EMIT edited({{"filters", std::string("given")}, {"filter", text}});
        });
    }
    void show(const Params& params) override {
        side_ = static_cast<int>(params.integer("side"));
        std::vector<double> values;
        try {
            values = parseNumbers(params.text("filter"), "/filter");
        } catch (const Error&) { // half-typed text: the study says what is wrong with it
        }
        if (values != pad_->values() || values.empty()) pad_->setFilter(side_, channels_, values);
    }
    void learn(const StudyResult& result) override {
        for (const Figure& figure : result.figures) {
            if (figure.tiles.empty() || static_cast<int>(figure.tiles.front().channels) == channels_) continue;
            channels_ = static_cast<int>(figure.tiles.front().channels);
            channel_->setVisible(channels_ == 3);
            pad_->setFilter(side_, channels_, {});
        }
    }

  private:
    void fill(const std::function<double(int row, int column)>& value) {
        std::vector<double> values;
        for (int i = 0; i < side_ * side_ * channels_; ++i) values.push_back(value(i / channels_ / side_, i / channels_ % side_));
        pad_->setFilter(side_, channels_, values);
        Q_EMIT pad_->painted();
    }

    FilterPad* pad_;
    QComboBox* channel_;
    int side_ = 3, channels_ = 3;
};

} // namespace

StudyStage* makeStudyStage(const std::string& study) {
    if (study == "levels") return new LevelStage;
    if (study == "orthants") return new OrthantStage;
    if (study == "first_layer") return new FilterStage;
    return nullptr;
}

} // namespace orthant::ui
