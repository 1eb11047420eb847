// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_editor.h"

#include "core/base/text.h"
#include "ui/base/icons.h"
#include "ui/widgets/component_editor.h"
#include "ui/widgets/input_boxes.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

QString ParamEditor::textOf(const ParamValue& value) const { return QString::fromStdString(toText(value)); }

namespace {

QHBoxLayout* rowLayout(QWidget* owner) {
    auto* row = new QHBoxLayout(owner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    return row;
}

class BooleanEditor final : public ParamEditor {
  public:
    explicit BooleanEditor(QWidget* parent) : ParamEditor(parent), box_(new QCheckBox(this)) {
        rowLayout(this)->addWidget(box_);
        connect(box_, &QCheckBox::toggled, this, &ParamEditor::edited);
    }
    ParamValue value() const override { return box_->isChecked(); }
    void setValue(const ParamValue& value) override {
        const QSignalBlocker block(box_);
        box_->setChecked(std::get<bool>(value));
    }
    QWidget* focusTarget() override { return box_; }
    QString textOf(const ParamValue& value) const override { return std::get<bool>(value) ? tr("on") : tr("off"); }

  private:
    QCheckBox* box_;
};

/// A number box; with a slider where both ends of the range are known and not too many whole numbers lie between them.
class NumberEditor final : public ParamEditor {
  public:
    NumberEditor(const ParamSpec& spec, QWidget* parent)
        : ParamEditor(parent), whole_(spec.kind == ParamKind::Integer),
          box_(new NumberBox(whole_ ? NumberBox::Kind::Whole : NumberBox::Kind::Real, this)),
          ratio_(spec.logarithmic && spec.minimum > 0) {
        const double wholeLimit = 9007199254740992.0; // a double counts exactly up to here
        box_->setRange(std::max(spec.minimum, -wholeLimit), std::min(spec.maximum, wholeLimit));
        box_->setStepByRatio(spec.logarithmic);
        const bool finite = std::isfinite(spec.minimum) && std::isfinite(spec.maximum);
        const double span = spec.maximum - spec.minimum;
        if (!whole_) box_->setSingleStep(finite ? std::pow(10.0, std::floor(std::log10(span / 20))) : 0.1);
        if (!spec.unit.empty()) box_->setSuffix(" " + QString::fromStdString(spec.unit));
        auto* row = rowLayout(this);
        const bool slides = !whole_ || ratio_ || span <= 100;
        if (finite && slides && (!spec.logarithmic || ratio_)) {
            slider_ = new QSlider(Qt::Horizontal, this);
            slider_->setRange(0, sliderSteps);
            slider_->setMinimumWidth(60);
            slider_->setFocusPolicy(Qt::NoFocus); // the box beside it is the keyboard's way
            WheelGuard::protect(slider_);
            slider_->setFocusPolicy(Qt::NoFocus);
            row->addWidget(slider_, 1);
            connect(slider_, &QSlider::valueChanged, this, [this](int position) { box_->setValue(fromSlider(position)); });
        }
        row->addWidget(box_, slider_ ? 0 : 1);
        connect(box_, &QDoubleSpinBox::valueChanged, this, [this] {
            moveSlider();
            Q_EMIT edited();
        });
    }
    ParamValue value() const override {
        if (whole_) return static_cast<std::int64_t>(std::llround(box_->value()));
        return box_->value();
    }
    void setValue(const ParamValue& value) override {
        const QSignalBlocker block(box_);
        const auto* whole = std::get_if<std::int64_t>(&value);
        box_->setValue(whole ? static_cast<double>(*whole) : std::get<double>(value));
        moveSlider();
    }
    QWidget* focusTarget() override { return box_; }
    bool wide() const override { return slider_ != nullptr; }

  private:
    static constexpr int sliderSteps = 200;

    double fromSlider(int position) const {
        const double low = box_->minimum(), high = box_->maximum(), at = static_cast<double>(position) / sliderSteps;
        const double value = ratio_ ? low * std::pow(high / low, at) : low + (high - low) * at;
        return QString::number(whole_ ? std::round(value) : value, 'g', 3).toDouble();
    }
    void moveSlider() {
        if (!slider_) return;
        const double low = box_->minimum(), high = box_->maximum(), value = box_->value();
        const double at = ratio_ ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
        const QSignalBlocker block(slider_);
        slider_->setValue(static_cast<int>(std::lround(at * sliderSteps)));
    }

    bool whole_;
    NumberBox* box_;
    QSlider* slider_ = nullptr;
    bool ratio_;
};

class ChoiceEditor final : public ParamEditor {
  public:
    ChoiceEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(parent), box_(new QComboBox(this)) {
        for (const std::string& choice : spec.choices) box_->addItem(QString::fromStdString(choice));
        WheelGuard::protect(box_);
        rowLayout(this)->addWidget(box_);
        connect(box_, &QComboBox::currentIndexChanged, this, &ParamEditor::edited);
    }
    ParamValue value() const override { return box_->currentText().toStdString(); }
    void setValue(const ParamValue& value) override {
        const QSignalBlocker block(box_);
        box_->setCurrentIndex(box_->findText(QString::fromStdString(std::get<std::string>(value))));
    }
    QWidget* focusTarget() override { return box_; }

  private:
    QComboBox* box_;
};

/// A line of text; for a path with a button that asks for it.
class TextEditor final : public ParamEditor {
  public:
    TextEditor(const ParamSpec& spec, std::filesystem::path folder, QWidget* parent)
        : ParamEditor(parent), line_(new QLineEdit(this)), folder_(std::move(folder)) {
        auto* row = rowLayout(this);
        row->addWidget(line_, 1);
        connect(line_, &QLineEdit::editingFinished, this, &ParamEditor::edited);
        if (spec.kind != ParamKind::Path) return;
        line_->setPlaceholderText(tr("file or folder"));
        for (const bool wantsFolder : {false, true}) {
            auto* browse = new QToolButton(this);
            browse->setIcon(icon(wantsFolder ? "folder" : "file"));
            browse->setToolTip(wantsFolder ? tr("Choose a folder") : tr("Choose a file"));
            browse->setAccessibleName(browse->toolTip());
            row->addWidget(browse);
            connect(browse, &QToolButton::clicked, this, [this, wantsFolder] { ask(wantsFolder); });
        }
    }
    ParamValue value() const override { return line_->text().toStdString(); }
    void setValue(const ParamValue& value) override { line_->setText(QString::fromStdString(std::get<std::string>(value))); }
    QWidget* focusTarget() override { return line_; }
    bool wide() const override { return true; }

  private:
    void ask(bool wantsFolder) {
        const QString start = QString::fromStdString((folder_ / line_->text().toStdString()).string());
        const QString found = wantsFolder ? QFileDialog::getExistingDirectory(this, tr("Choose a folder"), start)
                                          : QFileDialog::getOpenFileName(this, tr("Choose a file"), start);
        if (found.isEmpty()) return;
        line_->setText(found);
        Q_EMIT edited();
    }

    QLineEdit* line_;
    std::filesystem::path folder_;
};

} // namespace

ParamEditor* makeParamEditor(const ParamSpec& spec, const std::filesystem::path& folder, QWidget* parent) {
    switch (spec.kind) {
    case ParamKind::Boolean: return new BooleanEditor(parent);
    case ParamKind::Integer:
    case ParamKind::Real: return new NumberEditor(spec, parent);
    case ParamKind::Choice: return new ChoiceEditor(spec, parent);
    case ParamKind::Text:
    case ParamKind::Path: return new TextEditor(spec, folder, parent);
    case ParamKind::Component: return new ComponentEditor(spec.catalogue, folder, parent);
    }
    return nullptr;
}

} // namespace orthant::ui
