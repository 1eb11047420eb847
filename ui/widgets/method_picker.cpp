// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/method_picker.h"

#include "ui/base/query.h"
#include "ui/widgets/grade_badge.h"
#include "ui/widgets/text_labels.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

namespace {

constexpr int idRole = Qt::UserRole, summaryRole = idRole + 1, sourceRole = idRole + 2, badgesRole = idRole + 3;
constexpr int margin = 8, gap = 4, tickSize = 14;

QFont titleFont(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}
QFont smallFont(QFont font) {
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

/// Three lines: title and badges, the rule, the source.
class MethodDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        const int small = QFontMetrics(smallFont(option.font)).height();
        return {200, 2 * margin - 2 + QFontMetrics(titleFont(option.font)).height() + 2 * (small + 2)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QPalette& colors = option.palette;
        const bool current = option.state & QStyle::State_Selected;
        painter->save();
        if (current || (option.state & QStyle::State_MouseOver)) painter->fillRect(option.rect, colors.color(QPalette::AlternateBase));
        if (current) painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colors.color(QPalette::Highlight));
        painter->setPen(colors.color(QPalette::Mid));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        int left = option.rect.left() + margin + 3;
        const int top = option.rect.top() + margin - 2;
        if (const QVariant tick = index.data(Qt::CheckStateRole); tick.isValid()) {
            paintTick(*painter, {left, top + 2, tickSize, tickSize}, tick.toInt() == Qt::Checked, colors);
            left += tickSize + margin;
        }
        const QFont title = titleFont(option.font), small = smallFont(option.font);
        const int titleHeight = QFontMetrics(title).height(), smallHeight = QFontMetrics(small).height();
        int right = option.rect.right() - margin;
        painter->setFont(small);
        for (const auto& [area, badge] : badges(option, index)) {
            paintBadge(*painter, area, badge, colors);
            right = std::min(right, area.left() - gap);
        }
        const auto line = [&](const QFont& font, QPalette::ColorRole role, int y, int height, int end, const QString& text) {
            painter->setFont(font);
            painter->setPen(colors.color(role));
            painter->drawText(QRect(left, y, end - left, height), Qt::AlignLeft | Qt::AlignVCenter,
                              QFontMetrics(font).elidedText(text, Qt::ElideRight, end - left));
        };
        const int whole = option.rect.right() - margin;
        line(title, QPalette::Text, top, titleHeight, right, index.data(Qt::DisplayRole).toString());
        line(small, QPalette::Text, top + titleHeight + 2, smallHeight, whole, index.data(summaryRole).toString());
        line(small, QPalette::PlaceholderText, top + titleHeight + smallHeight + 4, smallHeight, whole, index.data(sourceRole).toString());
        painter->restore();
    }

    bool editorEvent(QEvent*, QAbstractItemModel*, const QStyleOptionViewItem&, const QModelIndex&) override { return false; }

    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index) override {
        QString text = tr("%1\n%2\nSource: %3").arg(index.data(Qt::DisplayRole).toString(), index.data(summaryRole).toString(), index.data(sourceRole).toString());
        for (const auto& [area, badge] : badges(option, index))
            if (area.contains(event->pos())) text = gradeMeaning(badge);
        QToolTip::showText(event->globalPos(), text, view);
        return true;
    }

  private:
    /// In the upper right corner, in the order of the grade.
    static std::vector<std::pair<QRect, QString>> badges(const QStyleOptionViewItem& option, const QModelIndex& index) {
        std::vector<std::pair<QRect, QString>> placed;
        const QStringList names = index.data(badgesRole).toStringList();
        int right = option.rect.right() - margin;
        for (auto it = names.rbegin(); it != names.rend(); ++it) {
            const QSize size = badgeSize(*it, smallFont(option.font));
            placed.push_back({QRect(QPoint(right - size.width(), option.rect.top() + margin - 3), size), *it});
            right -= size.width() + gap;
        }
        return placed;
    }

    static void paintTick(QPainter& painter, const QRect& box, bool on, const QPalette& colors) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(on ? colors.color(QPalette::Highlight) : colors.color(QPalette::Base));
        painter.setPen(colors.color(on ? QPalette::Highlight : QPalette::PlaceholderText));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        if (!on) return;
        painter.setPen(QPen(colors.color(QPalette::HighlightedText), 2));
        painter.drawPolyline(QPolygon({box.topLeft() + QPoint(3, 7), box.topLeft() + QPoint(6, 10), box.topLeft() + QPoint(11, 4)}));
    }
};

} // namespace

MethodPicker::MethodPicker(Mode mode, QWidget* parent)
    : QWidget(parent), mode_(mode), query_(new QLineEdit(this)), list_(new QListWidget(this)), chips_(new QLabel(this)), count_(smallLabel({}, this)) {
    query_->setAccessibleName(tr("Search methods"));
    query_->setClearButtonEnabled(true);
    list_->setAccessibleName(tr("Methods"));
    list_->setItemDelegate(new MethodDelegate(list_));
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setMinimumSize(240, 130);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    column->addWidget(query_);
    column->addWidget(chips_);
    column->addWidget(list_, 1);
    column->addWidget(count_);
    chips_->setObjectName("chosen");
    chips_->setWordWrap(true);
    chips_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    chips_->setVisible(mode == Mode::Several);
    connect(chips_, &QLabel::linkActivated, this, [this](const QString& id) { setTicked(id.toStdString(), false); });
    setFocusProxy(query_);
    query_->installEventFilter(this);
    list_->installEventFilter(this);
    connect(query_, &QLineEdit::textChanged, this, &MethodPicker::filter);
    if (mode == Mode::One) {
        connect(list_, &QListWidget::currentItemChanged, this, &MethodPicker::chosenChanged);
        connect(list_, &QListWidget::itemDoubleClicked, this, &MethodPicker::take);
    } else {
        connect(list_, &QListWidget::itemClicked, this, &MethodPicker::take);
    }
    filter();
}

void MethodPicker::setMethods(std::vector<EntryInfo> methods) {
    methods_ = std::move(methods);
    query_->setPlaceholderText(tr("Search %n methods", nullptr, static_cast<int>(methods_.size())));
    setChosen(chosen());
}

void MethodPicker::setLimits(std::size_t least, std::size_t most) {
    least_ = least;
    most_ = most;
    showCount();
}

void MethodPicker::setChosen(const std::vector<std::string>& ids) {
    chosen_ = ids;
    std::erase_if(chosen_, [this](const std::string& id) { return std::ranges::find(methods_, id, &EntryInfo::id) == methods_.end(); });
    filter();
    if (mode_ == Mode::Several && list_->count() > 0) list_->setCurrentRow(0); // shows what is chosen
    if (mode_ == Mode::One && !chosen_.empty())
        for (int row = 0; row < list_->count(); ++row)
            if (list_->item(row)->data(idRole).toString().toStdString() == chosen_.front()) list_->setCurrentRow(row);
    Q_EMIT chosenChanged();
}

std::vector<std::string> MethodPicker::chosen() const {
    if (mode_ == Mode::Several) return chosen_;
    const QListWidgetItem* item = list_->currentItem();
    if (!item) return {};
    return {item->data(idRole).toString().toStdString()};
}

bool MethodPicker::complete() const {
    const std::size_t count = chosen().size();
    return mode_ == Mode::One ? count == 1 : count >= least_ && count <= most_;
}

std::size_t MethodPicker::shown() const { return static_cast<std::size_t>(list_->count()); }

void MethodPicker::filter() {
    const std::vector<std::string> before = chosen();
    const QString current = list_->currentItem() ? list_->currentItem()->data(idRole).toString() : QString();
    {
        const QSignalBlocker block(list_);
        list_->clear();
        std::vector<EntryInfo> ordered = methods_; // what is chosen comes first
        std::ranges::stable_partition(ordered, [this](const EntryInfo& method) { return std::ranges::find(chosen_, method.id) != chosen_.end(); });
        for (const EntryInfo& method : ordered) {
            const auto text = [](const std::string& s) { return QString::fromStdString(s); };
            if (!matchesQuery(text(method.title + ' ' + method.id + ' ' + method.summary + ' ' + method.source), query_->text())) continue;
            auto* item = new QListWidgetItem(text(method.title), list_);
            item->setData(idRole, text(method.id));
            item->setData(summaryRole, text(method.summary));
            item->setData(sourceRole, text(method.source));
            item->setData(badgesRole, gradeBadges(method.grade));
            item->setData(Qt::AccessibleDescriptionRole, text(method.summary));
            if (mode_ == Mode::Several) item->setCheckState(std::ranges::find(chosen_, method.id) != chosen_.end() ? Qt::Checked : Qt::Unchecked);
            if (item->data(idRole).toString() == current) list_->setCurrentItem(item);
        }
        if (!list_->currentItem() && list_->count() > 0) list_->setCurrentRow(0);
    }
    showCount();
    if (mode_ == Mode::One && chosen() != before) Q_EMIT chosenChanged();
}

void MethodPicker::take(QListWidgetItem* item) {
    if (!item) return;
    const std::string id = item->data(idRole).toString().toStdString();
    if (mode_ == Mode::One) {
        Q_EMIT activated(id);
        return;
    }
    setTicked(id, std::ranges::find(chosen_, id) == chosen_.end());
}

/// The lines stay in their places, so that nothing moves under the mouse.
void MethodPicker::setTicked(const std::string& id, bool ticked) {
    if (ticked && chosen_.size() >= most_) return; // the line below says why
    std::erase(chosen_, id);
    if (ticked) chosen_.push_back(id);
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->data(idRole).toString().toStdString() == id) list_->item(row)->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
    showCount();
    Q_EMIT chosenChanged();
}

void MethodPicker::showCount() {
    if (list_->count() == 0) {
        count_->setText(methods_.empty() ? tr("There are no methods here.") : tr("No method has these words. Try fewer."));
    } else if (mode_ == Mode::One) {
        count_->setText(tr("%n found. Enter uses the marked one.", nullptr, list_->count()));
    } else {
        const int count = static_cast<int>(chosen_.size());
        if (chosen_.size() < least_) count_->setText(tr("%1 chosen, choose %2 to %3").arg(count).arg(least_).arg(most_));
        else if (chosen_.size() > most_) count_->setText(tr("%1 chosen, at most %2 fit: take some out").arg(count).arg(most_));
        else if (chosen_.size() == most_) count_->setText(tr("%1 chosen, more do not fit").arg(count));
        else count_->setText(tr("%1 chosen").arg(count));
    }
    if (mode_ == Mode::One) return;
    QStringList chips;
    for (const std::string& id : chosen_) {
        const QString title = QString::fromStdString(std::ranges::find(methods_, id, &EntryInfo::id)->title).toHtmlEscaped();
        // Spaces that do not break keep a title and its cross together.
        chips << QString(title).replace(' ', QChar::Nbsp) + QStringLiteral("&nbsp;<a href=\"%1\" style=\"text-decoration:none\">\u00d7</a>").arg(QString::fromStdString(id));
    }
    chips_->setText(chips.join("&ensp; "));
}

bool MethodPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    return keyPressed(watched, key->key(), key->text());
}

bool MethodPicker::keyPressed(QObject* watched, int key, const QString& text) {
    const bool typing = watched == query_;
    const int row = list_->currentRow(), last = list_->count() - 1;
    const int page = std::max(1, list_->viewport()->height() / std::max(1, list_->sizeHintForRow(0)) - 1);
    int by = 0;
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter: take(list_->currentItem()); return true;
    case Qt::Key_Space:
        if (typing && !query_->text().isEmpty()) return false;
        if (mode_ == Mode::Several) take(list_->currentItem());
        return true;
    case Qt::Key_Down: by = 1; break;
    case Qt::Key_Up: by = -1; break;
    case Qt::Key_PageDown: by = page; break;
    case Qt::Key_PageUp: by = -page; break;
    case Qt::Key_Escape:
        if (query_->text().isEmpty()) return false; // for the window around this
        query_->clear();
        return true;
    default:
        if (typing || text.isEmpty() || !text.front().isPrint()) return false;
        query_->setFocus(); // letters search, wherever the focus is
        query_->insert(text);
        return true;
    }
    if (last >= 0) list_->setCurrentRow(std::clamp(row + by, 0, last));
    return true;
}

} // namespace orthant::ui
